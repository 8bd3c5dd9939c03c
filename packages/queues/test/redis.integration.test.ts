import { expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { describeWithRedis, startRedis, waitFor, type TestRedis } from '@koi/testing';
import { queueBackend, QueueUnavailable } from '../src/index.js';
import { ended } from './ended.js';
import { queueContract } from './queue-contract.js';
import { greet, greetingQueue } from './workbench.js';

describeWithRedis('queues on Redis', () => {
  let redis: TestRedis;
  const bench = queueContract(async () => {
    redis = await startRedis();
    return { databaseUrl: '', redisUrl: redis.url, stop: () => redis.stop() };
  });

  test('settings by which Redis could lose jobs are named', async () => {
    const careless = await startRedis();
    const backend = queueBackend({ databaseUrl: '', redisUrl: careless.url });
    const admin = new Redis(careless.url);
    try {
      expect(await backend.durabilityRisks()).toEqual([]);
      await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await admin.config('SET', 'appendonly', 'no');

      expect((await backend.durabilityRisks()).map(({ remedy }) => remedy)).toEqual([
        'Start it with --appendonly yes.',
        'Start it with --maxmemory-policy noeviction.',
      ]);
    } finally {
      admin.disconnect();
      await backend.close();
      await careless.stop();
    }
  });

  test('while Redis is away adding fails soon; when it is back everything goes on by itself', async () => {
    const queue = greetingQueue();
    const producer = bench().producer(queue);
    const [writer, reader] = [bench().relay(), bench().relay()];
    const heard: unknown[] = [];
    const connected: boolean[] = [];
    await bench().worker(queue, greet);
    await reader.subscribe('turns.*', ({ data }) => void heard.push(data));
    reader.watch((now) => connected.push(now));
    await producer.add({ id: 'before', to: 'x' });
    await ended(producer, 'before');

    await redis.kill();
    const asked = Date.now();
    await expect(producer.add({ id: 'during', to: 'x' })).rejects.toThrow(QueueUnavailable);
    expect(Date.now() - asked).toBeLessThan(6_000);
    expect(connected).toEqual([true, false]);
    const late = bench().producer(queue);
    await expect(late.add({ id: 'during', to: 'x' })).rejects.toThrow(QueueUnavailable);
    await redis.restart();

    for (const some of [producer, late]) {
      await waitFor(() => some.add({ id: 'after', to: 'x' }), { what: 'the queue' });
      expect((await ended(some, 'after')).state).toBe('completed');
    }
    await waitFor(
      async () => {
        await writer.publish('turns.1', 'again');
        return heard.length > 0;
      },
      { what: 'the relay', everyMs: 100 },
    );
    expect(connected).toEqual([true, false, true]);
  }, 40_000);
});
