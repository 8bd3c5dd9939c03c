import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { ended } from '../ended.js';
import { greet, greetingQueue, type Workbench } from '../workbench.js';

export function shutdown(bench: () => Workbench): void {
  test('a closing worker finishes what runs and leaves the rest to the next', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const started: string[] = [];
    const finished: string[] = [];
    const work = async (payload: { id: string; to: string }) => {
      started.push(payload.id);
      await delay(50);
      finished.push(payload.id);
      return greet(payload);
    };
    const ids = Array.from({ length: 20 }, (_, index) => `job-${index}`);
    await Promise.all(ids.map((id) => producer.add({ id, to: 'x' })));

    const first = await bench().worker(queue, work, { concurrency: 4 });
    await waitFor(() => started.length >= 4, { what: 'running jobs' });
    await first.close();

    expect(finished).toEqual(started);
    expect(started.length).toBeLessThan(ids.length);
    expect((await producer.counts()).active).toBe(0);

    await bench().worker(queue, work, { concurrency: 4 });
    await waitFor(async () => (await producer.counts()).completed === ids.length, {
      what: 'all jobs',
    });
    expect([...finished].sort()).toEqual([...ids].sort());
  });

  test('a job cut short by the shutdown waits again and has lost no attempt', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const untilAborted = async (_payload: unknown, { signal }: { signal: AbortSignal }) => {
      await delay(60_000, undefined, { signal });
      return { greeting: 'too late' };
    };
    const first = await bench().worker(queue, untilAborted);
    await producer.add({ id: 'a', to: 'Ada' });
    await waitFor(async () => (await producer.find('a'))?.state === 'active');

    await first.close(50);

    expect(await producer.find('a')).toMatchObject({ state: 'waiting', attemptsMade: 0 });
    await bench().worker(queue, greet);
    expect(await ended(producer, 'a')).toMatchObject({ state: 'completed', attemptsMade: 1 });
  });

  test('a handler that ignores its signal does not hold up the shutdown', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    let release: () => void = () => undefined;
    const stubborn = await bench().worker(queue, async (payload) => {
      await new Promise<void>((resolve) => (release = resolve));
      return greet(payload);
    });
    await producer.add({ id: 'a', to: 'x' });
    await waitFor(async () => (await producer.find('a'))?.state === 'active');
    const asked = Date.now();

    await stubborn.close(50);

    expect(Date.now() - asked).toBeLessThan(3_000);
    release();
    await ended(producer, 'a');
  });
}
