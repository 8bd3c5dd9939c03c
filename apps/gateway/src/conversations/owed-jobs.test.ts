import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { GenerationJob } from '@koi/contracts';
import { OwedJobs } from './owed-jobs.js';

const job = (n: number): GenerationJob => ({
  candidateId: `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
});

describe('owed jobs', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function queueThat(isAway: () => boolean) {
    const taken: string[] = [];
    let offers = 0;
    const owed = new OwedJobs(
      {
        add: async ({ candidateId }) => {
          offers += 1;
          if (isAway()) throw new Error('away');
          taken.push(candidateId);
          return candidateId;
        },
      },
      { info: () => undefined },
    );
    return { owed, taken, offers: () => offers };
  }

  test('are offered each second until the queue is back, in order, and once', async () => {
    let away = true;
    const { owed, taken, offers } = queueThat(() => away);
    owed.remember([job(1), job(2)]);
    owed.remember([job(3), job(1)]);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(taken).toEqual([]);
    expect(offers()).toBe(3);

    away = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(taken).toEqual([job(1), job(2), job(3)].map(({ candidateId }) => candidateId));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(taken).toHaveLength(3);
  });

  test('those of a queue that goes away again in the middle wait for the next round', async () => {
    let room = 1;
    const { owed, taken } = queueThat(() => room-- <= 0);
    owed.remember([job(1), job(2), job(3)]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(taken).toHaveLength(1);
    room = 10;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(taken).toHaveLength(3);
  });

  test('are forgotten at the end of the process', async () => {
    const { owed, offers } = queueThat(() => true);
    owed.remember([job(1)]);
    owed.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(offers()).toBe(0);
  });
});
