import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { inRounds } from './rounds.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('whoever asks during a round is served by one round after the rest', async () => {
  let rounds = 0;
  const { ask } = inRounds(
    async () => void (rounds += 1),
    1_000,
    () => false,
  );
  void ask();
  void ask();
  void ask();
  await jest.advanceTimersByTimeAsync(999);
  expect(rounds).toBe(1);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(rounds).toBe(2);
});

test('nothing is asked while it is paused, and what was wanted then comes with the next question', async () => {
  let rounds = 0;
  let paused = true;
  const { ask } = inRounds(
    async () => void (rounds += 1),
    10,
    () => paused,
  );
  await ask();
  expect(rounds).toBe(0);
  paused = false;
  void ask();
  await jest.advanceTimersByTimeAsync(100);
  expect(rounds).toBe(1);
});

test('a round that fails does not end the rounds', async () => {
  let rounds = 0;
  const failing = async () => {
    rounds += 1;
    throw new Error('away');
  };
  const { ask, end } = inRounds(failing, 10, () => false);
  void ask();
  await jest.advanceTimersByTimeAsync(50);
  void ask();
  await jest.advanceTimersByTimeAsync(50);
  expect(rounds).toBe(2);
  void ask();
  void ask();
  end();
  await jest.advanceTimersByTimeAsync(50);
  expect(rounds).toBe(3);
});
