import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { effectScope, nextTick, ref } from 'vue';
import { useQuiet } from './useQuiet.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('seconds count while nothing comes, and begin anew with every sign of life', async () => {
  const scope = effectScope();
  const [running, progress] = [ref(true), ref(0)];
  const quiet = scope.run(() => useQuiet(running, progress, () => Date.now()));

  jest.advanceTimersByTime(3_000);
  expect(quiet?.value).toBe(3);
  progress.value = 1;
  await nextTick();
  expect(quiet?.value).toBe(0);
  jest.advanceTimersByTime(1_500);
  expect(quiet?.value).toBe(1);

  running.value = false;
  await nextTick();
  jest.advanceTimersByTime(10_000);
  expect(quiet?.value).toBe(0);
  scope.stop();
  expect(jest.getTimerCount()).toBe(0);
});
