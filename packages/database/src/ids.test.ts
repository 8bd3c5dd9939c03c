import { expect, test } from '@jest/globals';
import { uuid } from '@koi/contracts';
import { newId } from './ids.js';

test('ids are UUIDs of version 7 that sort by the time they were made', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5_000; index++) {
    ids.push(newId());
    if (index % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => uuid.safeParse(id).success && id[14] === '7')).toBe(true);
});
