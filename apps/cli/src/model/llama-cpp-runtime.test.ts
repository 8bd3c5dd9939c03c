import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const lockfile = readFileSync(
  new URL('../../runtimes/llama-cpp/pnpm-lock.yaml', import.meta.url),
  'utf8',
);

test('what is installed has a program for the processor, and none of the large ones for graphics cards', () => {
  const programs = [...lockfile.matchAll(/^ {2}'@node-llama-cpp\/([\w-]+)@[\d.]+':$/gm)];
  const names = programs.map(([, name]) => name);

  expect(names).toEqual(expect.arrayContaining(['linux-x64', 'linux-arm64']));
  expect(names.filter((name) => /cuda|vulkan/.test(name ?? ''))).toEqual([]);
});
