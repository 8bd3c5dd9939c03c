import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { ended } from '../ended.js';
import { greet, greetingQueue, type Workbench } from '../workbench.js';

export function jobs(bench: () => Workbench): void {
  test('a queue says how it does', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const before = Date.now();
    await producer.add({ id: 'first', to: 'x' });
    await producer.add({ id: 'second', to: 'x' });

    const waiting = await producer.health();
    expect(waiting).toMatchObject({ counts: { waiting: 2 }, paused: false });
    expect(waiting.oldestWaitingSince?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
    expect(waiting.oldestWaitingSince?.getTime()).toBe(
      (await producer.find('first'))?.addedAt.getTime(),
    );

    const worker = await bench().worker(queue, greet);
    await ended(producer, 'second');
    await waitFor(() => worker.lastHour().completed === 2, { what: 'the count of both' });
    const done = await producer.health();
    expect(done).toMatchObject({ counts: { waiting: 0 } });
    expect(done.oldestWaitingSince).toBeUndefined();
  });

  test('a job is handled once and keeps its result', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const seen: unknown[] = [];
    await bench().worker(queue, (payload, { jobId, attempt, isLastAttempt }) => {
      seen.push({ payload, jobId, attempt, isLastAttempt });
      return greet(payload);
    });

    await expect(producer.add({ id: 'a', to: 'Ada' })).resolves.toBe('a');

    const job = await ended(producer, 'a');
    expect(job).toMatchObject({ state: 'completed', result: { greeting: 'hello Ada' } });
    expect(job.endedAt!.getTime()).toBeGreaterThanOrEqual(job.addedAt.getTime());
    expect(seen).toEqual([
      { payload: { id: 'a', to: 'Ada' }, jobId: 'a', attempt: 1, isLastAttempt: false },
    ]);
  });

  test('consumers in other languages find the payload at the top of the job, and nothing else', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    await producer.add({ id: 'a', to: 'Ada' });

    expect((await producer.find('a'))?.data).toEqual({ id: 'a', to: 'Ada' });
  });

  test('a payload that does not fit fails its caller and queues nothing', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);

    await expect(producer.add({ id: 7 } as never)).rejects.toMatchObject({ name: 'ZodError' });
    expect(await producer.counts()).toEqual({
      waiting: 0,
      delayed: 0,
      active: 0,
      completed: 0,
      failed: 0,
    });
  });

  test('an id that the store would refuse is a mistake of the caller', async () => {
    const producer = bench().producer(greetingQueue());

    for (const id of ['7', 'a:b', ''])
      await expect(producer.add({ id, to: 'x' })).rejects.toThrow('A job id is not');
  });

  test('the same id is one job, while it waits and after it has ended', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    let handled = 0;
    await Promise.all([producer.add({ id: 'a', to: 'x' }), producer.add({ id: 'a', to: 'y' })]);
    await bench().worker(queue, (payload) => {
      handled++;
      return greet(payload);
    });
    await ended(producer, 'a');
    await producer.add({ id: 'a', to: 'z' });
    await producer.add({ id: 'last', to: 'z' });
    await ended(producer, 'last');

    expect(handled).toBe(2);
    expect(await producer.counts()).toMatchObject({ completed: 2, waiting: 0 });
  });

  test('a delayed job starts when its time has come, not before', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    await bench().worker(queue, greet);

    await producer.add({ id: 'a', to: 'x' }, { delayMs: 400 });

    expect((await producer.find('a'))?.state).toBe('delayed');
    const { addedAt, startedAt } = await ended(producer, 'a');
    expect(startedAt!.getTime() - addedAt.getTime()).toBeGreaterThanOrEqual(395);
  });

  test('progress can be read while the job runs', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    await bench().worker(queue, async (payload, job) => {
      await job.reportProgress({ fraction: 0.5 });
      await finished;
      return greet(payload);
    });
    await producer.add({ id: 'a', to: 'x' });

    const half = await waitFor(
      async () => {
        const job = await producer.find('a');
        return job?.state === 'active' && job.progress !== 0 && job;
      },
      { what: 'the progress' },
    );
    expect(half).toMatchObject({ progress: { fraction: 0.5 }, endedAt: undefined });
    finish();
    await ended(producer, 'a');
  });

  test('a schedule adds jobs again and again; the same id is one schedule', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const times: number[] = [];
    await bench().worker(queue, async (payload) => {
      times.push(Date.now());
      // The next one is late, which BullMQ answers with the schedule's offset.
      if (times.length === 2) await delay(250);
      return greet(payload);
    });

    expect(await producer.nextRun('each-moment')).toBeUndefined();
    await producer.schedule('each-moment', 60_000, { id: 'tick', to: 'x' });
    const next = (await producer.nextRun('each-moment'))?.getTime() ?? 0;
    expect(next).toBeGreaterThan(Date.now() - 10_000);
    expect(next).toBeLessThanOrEqual(Date.now() + 60_000);
    await producer.schedule('each-moment', 100, { id: 'tick', to: 'x' });

    await waitFor(() => times.length >= 4, { what: 'four ticks' });
    expect(times[3]! - times[1]!).toBeGreaterThanOrEqual(100);
  });

  test('a job that has ended can be asked for again at once, whichever way it ended', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    let runs = 0;
    await bench().worker(queue, async (payload) => {
      runs += 1;
      if (runs === 2) throw Object.assign(new Error('not today'), { name: 'UnrecoverableError' });
      return greet(payload);
    });
    const job = { id: 'a', to: 'x' };
    const inState = (state: 'completed' | 'failed') =>
      waitFor(async () => (await producer.find('a'))?.state === state, { what: `it ${state}` });

    await producer.addAgain(job);
    await inState('completed');
    await producer.add(job);
    expect(runs).toBe(1);
    await producer.addAgain(job);
    await inState('failed');
    await producer.addAgain(job);
    await inState('completed');
    expect(runs).toBe(3);
  });

  test('a job that nobody works on can be removed', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    await producer.add({ id: 'a', to: 'x' });

    expect(await producer.remove('a')).toBe(true);
    expect(await producer.remove('a')).toBe(false);
    expect(await producer.find('a')).toBeUndefined();
  });
}
