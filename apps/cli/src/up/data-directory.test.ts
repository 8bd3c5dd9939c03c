import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DataDirectory } from './data-directory.js';

let parent: string;
beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'koi-data-'))));
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('secrets are made once, kept, and readable by the owner alone', () => {
  const first = DataDirectory.open(join(parent, '.koi'));
  const secrets = first.secrets();
  first.close();

  const second = DataDirectory.open(join(parent, '.koi'));

  expect(second.secrets()).toEqual(secrets);
  expect(statSync(join(parent, '.koi/secrets.json')).mode & 0o777).toBe(0o600);
  second.close();
});

test('a secret that came later is added to those there are, and nothing else changes', () => {
  const before = { cookieSecret: 'c'.repeat(43), dashboardToken: 't'.repeat(32) };
  writeFileSync(join(parent, 'secrets.json'), JSON.stringify(before), { mode: 0o600 });
  const directory = DataDirectory.open(parent);

  const made = directory.secrets();

  expect(made).toMatchObject(before);
  expect(Buffer.from(made.secretKey, 'base64url')).toHaveLength(32);
  expect(directory.secrets()).toEqual(made);
  expect(statSync(join(parent, 'secrets.json')).mode & 0o777).toBe(0o600);
  directory.close();
});

test('damaged secrets are one line that says what to do', () => {
  const directory = DataDirectory.open(parent);
  writeFileSync(join(parent, 'secrets.json'), '{"cookieSecret":');

  expect(() => directory.secrets()).toThrow(/^.*secrets\.json is damaged\. .*$/);
});

test('a directory that another live process holds is refused, one left by a dead process is not', () => {
  const held = { pid: process.ppid, started: '' };
  writeFileSync(join(parent, 'koi.lock'), JSON.stringify(held));
  expect(() => DataDirectory.open(parent)).toThrow(
    new RegExp(`^koi already runs on ${parent} \\(process ${process.ppid}\\)\\. .*$`),
  );

  writeFileSync(join(parent, 'koi.lock'), JSON.stringify({ ...held, started: 'before the boot' }));
  expect(() => DataDirectory.open(parent).close()).not.toThrow();
});

test('a place that cannot be a directory is one line that names it', () => {
  writeFileSync(join(parent, 'file'), '');

  expect(() => DataDirectory.open(join(parent, 'file'))).toThrow(
    /^Cannot use the data directory .*file: .*KOI_DATA_DIR or --data-dir\.$/,
  );
});

test('the addresses stand in connection.env while koi runs, for the owner alone', () => {
  const file = join(parent, 'connection.env');
  const directory = DataDirectory.open(parent);

  directory.publishConnection({ databaseUrl: 'postgres://here/koi', redisUrl: 'redis://there' });
  expect(readFileSync(file, 'utf8')).toBe(
    'DATABASE_URL=postgres://here/koi\nREDIS_URL=redis://there\n',
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);

  directory.close();
  expect(existsSync(file)).toBe(false);
});
