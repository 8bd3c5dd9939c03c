import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  feedbackApiEnvironment,
  loadEnvironment,
  resolveSecret,
  serviceEnvironment,
} from './environment.js';

const folder = mkdtempSync(join(tmpdir(), 'koi-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('defaults fill what is not set, and empty counts as not set', () => {
  const config = loadEnvironment(serviceEnvironment, {
    DATABASE_URL: 'postgres://u:p@localhost/koi',
    PORT: '4000',
    REDIS_URL: '',
  });

  expect(config).toMatchObject({ PORT: 4000, HOST: '127.0.0.1', LOG_LEVEL: 'info' });
  expect(config.REDIS_URL).toBeUndefined();
});

test('every problem is named at once and no value is printed', () => {
  const load = () =>
    loadEnvironment(feedbackApiEnvironment, { DATABASE_URL: 'mysql://secret', PORT: 'eighty' });

  expect(load).toThrow(/DATABASE_URL: must be a postgres:\/\/ URL/);
  expect(load).toThrow(/PORT: must be a port number/);
  expect(load).toThrow(/KOI_DASHBOARD_TOKEN: is not set/);
  expect(load).not.toThrow(/mysql|eighty/);
});

test('a secret may come from a file', () => {
  const file = join(folder, 'secret');
  writeFileSync(file, `${'s'.repeat(40)}\n`);

  const config = loadEnvironment(feedbackApiEnvironment, {
    DATABASE_URL: 'postgres://localhost/koi',
    PORT: '1',
    KOI_COOKIE_SECRET_FILE: file,
    KOI_DASHBOARD_TOKEN: 't'.repeat(16),
    KOI_STORAGE_DIR: folder,
  });

  expect(config.KOI_COOKIE_SECRET).toBe('s'.repeat(40));
  expect(resolveSecret(`file:${file}`)).toBe('s'.repeat(40));
});

test('a secret reference that leads nowhere says its name', () => {
  expect(() => resolveSecret('${NO_SUCH_KEY}', {})).toThrow('NO_SUCH_KEY: is not set or empty');
});
