import { expect, test } from '@jest/globals';
import { defineQueue, DomainError, exponential } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { z } from 'zod';
import { ended } from '../ended.js';
import { greet, greetingQueue, type Workbench } from '../workbench.js';

class NobodyThere extends DomainError {
  readonly code = 'not_found';
  readonly status = 404;
}

export function deadLetters(bench: () => Workbench): void {
  test('a failing job is tried again after growing pauses', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const tries: { at: number; attempt: number; isLastAttempt: boolean }[] = [];
    await bench().worker(queue, async (payload, { attempt, isLastAttempt }) => {
      tries.push({ at: Date.now(), attempt, isLastAttempt });
      if (attempt < 3) throw new Error('not yet');
      return greet(payload);
    });

    await producer.add({ id: 'a', to: 'x' });

    expect((await ended(producer, 'a')).state).toBe('completed');
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(tries.map(({ isLastAttempt }) => isLastAttempt)).toEqual([false, false, true]);
    expect(tries[1]!.at - tries[0]!.at).toBeGreaterThanOrEqual(45);
    expect(tries[2]!.at - tries[1]!.at).toBeGreaterThanOrEqual(95);
  });

  test('a job that failed for good is a dead letter, told once, and can be put back', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const buried: unknown[] = [];
    let broken = true;
    await bench().worker(
      queue,
      async (payload) => {
        if (broken) throw new Error('broken');
        return greet(payload);
      },
      { onDeadLetter: async (payload, error) => void buried.push([payload.id, error.message]) },
    );
    await producer.add({ id: 'a', to: 'Ada' });

    expect(await ended(producer, 'a')).toMatchObject({
      state: 'failed',
      failedReason: 'broken',
      attemptsMade: 3,
    });
    expect(await producer.deadLetters({ limit: 10 })).toMatchObject([{ id: 'a' }]);
    await waitFor(() => buried.length > 0, { what: 'onDeadLetter' });

    broken = false;
    expect(await producer.retry('a')).toBe(true);
    const again = await ended(producer, 'a');
    expect(again).toMatchObject({ state: 'completed', result: { greeting: 'hello Ada' } });
    expect(await producer.retry('a')).toBe(false);
    expect(await producer.retry('nobody')).toBe(false);
    expect(await producer.deadLetters({ limit: 10 })).toEqual([]);
    expect(buried).toEqual([['a', 'broken']]);
  });

  test('a dead letter is mended: the new payload is checked, stored and worked on', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const worker = await bench().worker(queue, async (payload) => {
      if (payload.to === 'nobody') throw new Error('nobody to greet');
      return greet(payload);
    });
    await producer.add({ id: 'a', to: 'nobody' });
    await ended(producer, 'a');

    await expect(producer.mend('a', { id: 'a', to: 5 as never })).rejects.toThrow(/to/);
    expect((await producer.find('a'))?.state).toBe('failed');
    expect(await producer.mend('a', { id: 'a', to: 'Grace' })).toBe(true);
    const again = await ended(producer, 'a');
    expect(again).toMatchObject({ state: 'completed', result: { greeting: 'hello Grace' } });
    await waitFor(() => worker.lastHour().completed === 1, { what: 'the count' });
    expect(worker.lastHour().failed).toBe(1);
    expect(await producer.mend('a', { id: 'a', to: 'Ada' })).toBe(false);
    expect(await producer.mend('b', { id: 'b', to: 'Ada' })).toBe(false);
  });

  test('a retried dead letter has all its attempts again', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const attempts: number[] = [];
    await bench().worker(queue, async (_payload, { attempt }) => {
      attempts.push(attempt);
      throw new Error('broken');
    });
    await producer.add({ id: 'a', to: 'x' });
    await ended(producer, 'a');

    await producer.retry('a');

    await waitFor(() => attempts.length === 6, { what: 'six tries' });
    expect(attempts).toEqual([1, 2, 3, 1, 2, 3]);
  });

  test('a refusal that will not change ends the job at once', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const buried: Error[] = [];
    await bench().worker(
      queue,
      async () => {
        throw new NobodyThere('nobody to greet');
      },
      { onDeadLetter: async (_payload, error) => void buried.push(error) },
    );

    await producer.add({ id: 'a', to: 'x' });

    expect(await ended(producer, 'a')).toMatchObject({
      state: 'failed',
      attemptsMade: 1,
      failedReason: 'nobody to greet',
    });
    await waitFor(() => buried[0], { what: 'onDeadLetter' });
    expect(buried[0]).toBeInstanceOf(NobodyThere);
  });

  test('a payload from a careless producer is a dead letter at once, and its text is not repeated', async () => {
    const queue = greetingQueue();
    const careless = defineQueue(queue.name, {
      payload: z.object({ id: z.string(), to: z.number() }),
      result: z.unknown(),
      jobId: ({ id }) => id,
      attempts: 3,
      backoff: exponential({ startMs: 50 }),
    });
    const producer = bench().producer(careless);
    let handled = 0;
    await bench().worker(queue, (payload) => {
      handled++;
      return greet(payload);
    });

    await producer.add({ id: 'a', to: 424242 });

    const job = await ended(producer, 'a');
    expect(job).toMatchObject({ state: 'failed', attemptsMade: 1 });
    expect(job.failedReason).toMatch(/^payload does not fit the queue: to: /);
    expect(job.failedReason).not.toContain('424242');
    expect(handled).toBe(0);
  });

  test('a result that breaks the promise of its queue fails the job', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    await bench().worker(queue, async () => ({ greeting: 5 }) as never);

    await producer.add({ id: 'a', to: 'x' });

    expect(await ended(producer, 'a')).toMatchObject({ state: 'failed', attemptsMade: 3 });
  });
}
