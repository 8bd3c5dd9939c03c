import { expect, test } from '@jest/globals';
import { together } from './postgres-pool.js';

test('who asks while it runs is served by the next run, all of them by one', async () => {
  const ends: (() => void)[] = [];
  const ask = together(() => new Promise((resolve) => ends.push(resolve)));
  const served: string[] = [];
  const asking = ['first', 'second', 'third'].map((name) => ask().then(() => served.push(name)));

  expect(ends).toHaveLength(1);
  ends[0]?.();
  await asking[0];
  expect(served).toEqual(['first']);
  await new Promise(setImmediate);
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await Promise.all(asking);
  expect(ends).toHaveLength(2);
});

test('a run that fails fails for those it was for alone', async () => {
  let runs = 0;
  const ask = together(async () => {
    runs += 1;
    if (runs === 1) throw new Error('no disk');
  });

  const results = await Promise.allSettled([ask(), ask(), ask()]);

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(runs).toBe(2);
});
