import { expect, test } from '@jest/globals';
import { DeltaPace } from './delta-pace.js';

test('a busy process sends fewer deltas, to a limit, and one at ease as many as before', () => {
  let now = 0;
  let share = 1;
  const pace = new DeltaPace(
    () => share,
    () => now,
  );
  const after = (looks: number): number => {
    for (let look = 0; look < looks; look++) {
      now += 100;
      void pace.deltaMs;
    }
    return pace.deltaMs;
  };

  expect(pace.deltaMs).toBe(30);
  expect(pace.restMs).toBe(0);
  expect(after(1)).toBe(60);
  expect(after(20)).toBe(100);
  expect(pace.restMs).toBeGreaterThanOrEqual(50);
  expect(pace.restMs).toBeLessThanOrEqual(100);
  share = 0.7;
  expect(after(20)).toBe(100);
  share = 0.2;
  expect(after(1)).toBeCloseTo(66.7, 1);
  expect(after(20)).toBe(30);
});

test('it looks ten times a second, however often it is asked', () => {
  let looks = 0;
  let now = 0;
  const pace = new DeltaPace(
    () => {
      looks += 1;
      return 0;
    },
    () => now,
  );
  for (; now < 1_000; now += 10) void pace.deltaMs;
  expect(looks).toBe(9);
});
