import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { replyTopic } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { ended } from '../ended.js';
import { greet, greetingQueue, type Workbench } from '../workbench.js';

const TIMEOUT = { timeoutMs: 10_000 };

export function requests(bench: () => Workbench): void {
  test('of 2,000 requests with 64 in flight every one gets its own answer', async () => {
    const queue = greetingQueue();
    const relay = bench().relay();
    const requester = bench().requester(queue, relay);
    const replied = new Set<string>();
    await relay.subscribe(replyTopic(relay.nodeId, '>'), ({ topic }) => void replied.add(topic));
    await bench().worker(queue, greet, {
      relay: bench().relay(),
      concurrency: 32,
      lockDurationMs: 30_000,
    });
    const numbers = Array.from({ length: 2_000 }, (_, number) => number).values();
    const wrong: unknown[] = [];
    let answered = 0;

    const ask = async () => {
      for (const number of numbers) {
        const answer = await requester.request({ id: `r-${number}`, to: `${number}` }, TIMEOUT);
        answered++;
        if (answer.status !== 'answered' || answer.result.greeting !== `hello ${number}`)
          wrong.push({ number, answer });
      }
    };
    await Promise.all(Array.from({ length: 64 }, ask));

    expect(wrong).toEqual([]);
    expect(answered).toBe(2_000);
    // Not by looking at the jobs: the relay itself has lost nothing.
    await waitFor(() => replied.size === 2_000, { what: 'every reply on the relay' });
  }, 60_000);

  test('a request for a job that has ended gets its stored result', async () => {
    const queue = greetingQueue();
    const requester = bench().requester(queue, bench().relay());
    const worker = await bench().worker(queue, greet, { relay: bench().relay() });
    await requester.add({ id: 'a', to: 'Ada' });
    await ended(requester, 'a');
    await worker.close();

    await expect(requester.request({ id: 'a', to: 'Ada' }, TIMEOUT)).resolves.toEqual({
      status: 'answered',
      result: { greeting: 'hello Ada' },
    });
  });

  test('two nodes and two callers that ask for one job all get its one result', async () => {
    const queue = greetingQueue();
    const here = bench().requester(queue, bench().relay());
    const there = bench().requester(queue, bench().relay());
    let handled = 0;
    const payload = { id: 'a', to: 'Ada' };

    const asked = [here, here, there].map((node) => node.request(payload, TIMEOUT));
    await bench().worker(
      queue,
      async (given) => {
        handled++;
        await delay(100);
        return greet(given);
      },
      { relay: bench().relay() },
    );

    const answer = { status: 'answered', result: { greeting: 'hello Ada' } };
    expect(await Promise.all(asked)).toEqual([answer, answer, answer]);
    expect(handled).toBe(1);
  });

  test('an answer comes even when the worker has no relay to send it', async () => {
    const queue = greetingQueue();
    const requester = bench().requester(queue, bench().relay());
    await bench().worker(queue, greet);

    await expect(requester.request({ id: 'a', to: 'x' }, TIMEOUT)).resolves.toMatchObject({
      status: 'answered',
    });
  });

  test('a request whose job fails for good learns why, after all its attempts', async () => {
    const queue = greetingQueue();
    const requester = bench().requester(queue, bench().relay());
    let tries = 0;
    await bench().worker(
      queue,
      async () => {
        tries++;
        throw new Error('broken');
      },
      { relay: bench().relay() },
    );

    await expect(requester.request({ id: 'a', to: 'x' }, TIMEOUT)).resolves.toEqual({
      status: 'failed',
      reason: 'broken',
    });
    expect(tries).toBe(3);
  });

  test('a request that nobody answers in time leaves its job in the queue', async () => {
    const queue = greetingQueue();
    const requester = bench().requester(queue, bench().relay());

    await expect(requester.request({ id: 'a', to: 'x' }, { timeoutMs: 100 })).resolves.toEqual({
      status: 'timeout',
    });
    expect((await requester.find('a'))?.state).toBe('waiting');
  });
}
