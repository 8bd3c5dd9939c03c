import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { de } from './de.js';
import { en } from './en.js';

function flatten(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[prefix + name, value] as [string, string]]
        : [...flatten(value as object, `${prefix}${name}.`)],
    ),
  );
}

const english = flatten(en);
const german = flatten(de);
const placeholders = (text = ''): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(String).sort();

const source = join(import.meta.dirname, '..', '..');
const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !/i18n|\.test\.ts$/.test(file))
  .map((file) => readFileSync(join(source, file), 'utf8'))
  .join('\n');

test('German has exactly the keys of English, none of them empty', () => {
  expect([...german.keys()]).toEqual([...english.keys()]);
  expect([...german].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('both languages name the same placeholders', () => {
  for (const [key, text] of english) {
    expect([key, placeholders(german.get(key))]).toEqual([key, placeholders(text)]);
  }
});

test('every key that the pages use exists', () => {
  const used = [...code.matchAll(/\bt\(\s*'([a-zA-Z_.]+)'/g)].map(([, key]) => key ?? '');

  expect(used.filter((key) => !english.has(key))).toEqual([]);
  expect(used.length).toBeGreaterThan(40);
});

test('every key is used', () => {
  const unused = [...english.keys()].filter(
    (key) => !key.startsWith('problems.') && !code.includes(`'${key}'`),
  );

  expect(unused).toEqual([]);
});
