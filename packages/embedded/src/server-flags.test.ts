import { expect, test } from '@jest/globals';
import { sharedBuffers } from './server-flags.js';

const GIB = 1024 ** 3;

test.each([
  [0.5, 128],
  [1, 128],
  [4, 512],
  [8, 1_024],
  [256, 1_024],
])('with %s GiB of memory Postgres keeps up to %s MiB of pages', (gib, mib) => {
  expect(sharedBuffers(gib * GIB)).toBe(mib);
});
