import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { answerFailures } from '@koi/contracts/http';
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
  // Whatever begins like a key, in conditions and lists, too.
  const key = new RegExp(`'((?:${Object.keys(en).join('|')})\\.[\\w.]+)'`, 'g');
  const used = [...code.matchAll(key)].map(([, name]) => name ?? '');

  expect(used.filter((name) => !english.has(name))).toEqual([]);
  expect(used.length).toBeGreaterThan(150);
});

test('every reason why an answer may fail has words, in English the ones of the server', () => {
  const words = Object.values(answerFailures);
  const known = [...english].flatMap(([key, text]) => (key.startsWith('failures.') ? [text] : []));

  expect(new Set(known)).toEqual(new Set(words));
});

test('every key is used', () => {
  const unused = [...english.keys()].filter(
    (key) => !/^(problems|failures)\./.test(key) && !code.includes(`'${key}'`),
  );

  expect(unused).toEqual([]);
});
