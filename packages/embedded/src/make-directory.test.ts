import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeDirectory } from './make-directory.js';

test('makes what is missing, and again without complaint', () => {
  const top = mkdtempSync(join(tmpdir(), 'koi-mkdir-'));

  makeDirectory(join(top, 'a/b/c'));
  makeDirectory(join(top, 'a/b/c'));

  expect(existsSync(join(top, 'a/b/c'))).toBe(true);
  rmSync(top, { recursive: true });
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('fails where no directory can be made', () => {
  expect(() => makeDirectory('/proc/koi/postgres')).toThrow('ENOENT');
});
