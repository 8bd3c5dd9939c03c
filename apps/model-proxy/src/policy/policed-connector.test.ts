import { setTimeout as sleep } from 'node:timers/promises';
import { expect, describe, test } from '@jest/globals';
import { fakeUpstream, waitFor } from '@koi/testing';
import { collect, connectorContract, textOf } from '../connectors/connector.contract.js';
import type { Connector, ConnectorEvent } from '../connectors/connector.js';
import { openAiCompatibleProtocol } from '../connectors/openai-compatible/openai-compatible.protocol.js';
import { UpstreamConnector } from '../connectors/upstream/upstream-connector.js';
import { UpstreamFailure, type UpstreamFailureKind } from '../connectors/upstream-failure.js';
import { PolicedConnector, type Policy, type Retry } from './policed-connector.js';

const patient: Policy = {
  model: 'mine',
  timeouts: { firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 10_000 },
  retries: { attempts: 3, maxWaitMs: 5 },
};

connectorContract('a connector under a policy', async () => {
  const quick = await fakeUpstream({ script: { text: 'Fish 🐟 live in water' } });
  const slow = await fakeUpstream({ script: { stallAfterTokens: 1 } });
  const policed = ({ baseUrl }: { baseUrl: string }) =>
    new PolicedConnector(
      new UpstreamConnector(openAiCompatibleProtocol({ baseUrl, model: 'fake-1' }), {
        model: 'fake-1',
        fetch,
      }),
      patient,
    );
  return {
    quick: policed(quick),
    slow: policed(slow),
    close: async () => {
      await quick.stop();
      await slow.stop();
    },
  };
});

const text = (words: string): ConnectorEvent => ({ type: 'text', text: words });
const end: ConnectorEvent = { type: 'finish', reason: 'stop' };
const failure = (kind: UpstreamFailureKind, retryAfterMs?: number): UpstreamFailure =>
  new UpstreamFailure(kind, `tiny at host: ${kind}`, { retryAfterMs });

type Step = ConnectorEvent | Error | number;

/** Answers each time it is asked with the next script: events, errors to throw, and pauses in milliseconds. */
class Scripted implements Connector {
  asked = 0;
  left = 0;

  constructor(private readonly scripts: readonly (readonly Step[])[]) {}

  async *stream({ signal }: { signal: AbortSignal }): AsyncGenerator<ConnectorEvent> {
    const script = this.scripts[Math.min(this.asked++, this.scripts.length - 1)] ?? [];
    try {
      for (const step of script) {
        if (step instanceof Error) throw step;
        if (typeof step === 'number') await sleep(step, undefined, { signal });
        else yield step;
      }
    } finally {
      this.left += 1;
    }
  }
}

interface Asked {
  policy?: Partial<Policy>;
  signal?: AbortSignal;
}

function ask(
  connector: Connector,
  { policy = {}, signal = new AbortController().signal }: Asked = {},
) {
  const retries: Retry[] = [];
  const policed = new PolicedConnector(connector, { ...patient, ...policy }, (retry) =>
    retries.push(retry),
  );
  return { retries, events: collect(policed.stream({ messages: [], parameters: {}, signal })) };
}

describe('retries', () => {
  test.each(['rate_limited', 'server_error', 'unreachable', 'bad_response'] as const)(
    'after %s the model is asked again, and only the last answer is given on',
    async (kind) => {
      const model = new Scripted([
        [failure(kind)],
        [failure(kind)],
        [text('At '), text('last'), end],
      ]);

      const { events, retries } = ask(model);

      expect(textOf(await events)).toBe('At last');
      expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(model).toMatchObject({ asked: 3, left: 3 });
    },
  );

  test('what was reported before a failure is not given on twice', async () => {
    const usage: ConnectorEvent = { type: 'usage', promptTokens: 3, completionTokens: 1 };
    const model = new Scripted([
      [usage, failure('server_error')],
      [usage, text('Well'), end],
    ]);

    expect(await ask(model).events).toEqual([usage, text('Well'), end]);
  });

  test.each(['refused_key', 'not_found', 'rejected', 'misconfigured'] as const)(
    'after %s it is not',
    async (kind) => {
      const model = new Scripted([[failure(kind)]]);

      await expect(ask(model).events).rejects.toMatchObject({ kind });
      expect(model.asked).toBe(1);
    },
  );

  test('after the first token it is not', async () => {
    const model = new Scripted([[text('Half an'), failure('unreachable')]]);

    await expect(ask(model).events).rejects.toMatchObject({ kind: 'unreachable' });
    expect(model.asked).toBe(1);
  });

  test('end with the last failure when the attempts are used up', async () => {
    const model = new Scripted([[failure('unreachable')], [failure('server_error')]]);

    const retries = { attempts: 2, maxWaitMs: 5 };
    await expect(ask(model, { policy: { retries } }).events).rejects.toMatchObject({
      kind: 'server_error',
    });
    expect(model.asked).toBe(2);
  });

  test('wait as long as the upstream asks for, and give up when that is too long', async () => {
    const model = new Scripted([[failure('rate_limited', 80)], [failure('rate_limited', 500)]]);
    const startedAt = performance.now();

    const { events, retries } = ask(model, {
      policy: { retries: { attempts: 5, maxWaitMs: 100 } },
    });

    await expect(events).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(performance.now() - startedAt).toBeGreaterThan(75);
    expect(retries).toHaveLength(1);
    // Never sooner than asked for, and never longer than the owner allows.
    expect(retries[0]?.pauseMs).toBeGreaterThanOrEqual(80);
    expect(retries[0]?.pauseMs).toBeLessThanOrEqual(100);
    expect(model.asked).toBe(2);
  });

  test('a mistake of koi’s own is not hidden behind retries', async () => {
    const model = new Scripted([[new Error('a bug')]]);

    await expect(ask(model).events).rejects.toThrow('a bug');
    expect(model.asked).toBe(1);
  });

  test('a stop ends the pause at once', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by the participant');
    const model = new Scripted([[failure('rate_limited', 4_000)]]);
    const { events } = ask(model, {
      policy: { retries: { attempts: 3, maxWaitMs: 5_000 } },
      signal: stop.signal,
    });
    await sleep(30);

    const stoppedAt = performance.now();
    stop.abort(reason);

    await expect(events).rejects.toBe(reason);
    expect(performance.now() - stoppedAt).toBeLessThan(100);
    expect(model.asked).toBe(1);
  });
});

describe('deadlines', () => {
  const timeouts = { firstTokenMs: 2_000, betweenTokensMs: 2_000, totalMs: 2_000 };

  test.each<[string, object, Step[], RegExp]>([
    ['the first token', { firstTokenMs: 60 }, [1_500], /no first token within 0.06 s/],
    ['the next token', { betweenTokensMs: 60 }, [text('Well'), 1_500], /no further token within/],
    [
      'the end',
      { totalMs: 90 },
      Array<Step[]>(40)
        .fill([text('a'), 20])
        .flat(),
      /whole answer took/,
    ],
  ])(
    'a model that is silent before %s has stalled, and is not asked again',
    async (_, limit, script, message) => {
      const model = new Scripted([script]);

      const { events } = ask(model, { policy: { timeouts: { ...timeouts, ...limit } } });

      await expect(events).rejects.toMatchObject({
        kind: 'stalled',
        message: expect.stringMatching(message),
      });
      await waitFor(() => model.left === 1, { what: 'the connector to be left' });
      expect(model.asked).toBe(1);
    },
  );

  test('each time it is asked the first token has its whole time, and pauses do not count', async () => {
    const model = new Scripted([
      [60, failure('rate_limited', 120)],
      [60, failure('server_error')],
      [60, text('Well'), end],
    ]);

    const { events } = ask(model, {
      policy: {
        timeouts: { ...timeouts, firstTokenMs: 100 },
        retries: { attempts: 3, maxWaitMs: 120 },
      },
    });

    expect(textOf(await events)).toBe('Well');
  });

  test('the whole answer has its time with all pauses', async () => {
    const model = new Scripted([[failure('rate_limited', 300)]]);

    const { events } = ask(model, {
      policy: { timeouts: { ...timeouts, totalMs: 100 }, retries: { attempts: 9, maxWaitMs: 400 } },
    });

    await expect(events).rejects.toMatchObject({ kind: 'stalled' });
    expect(model.asked).toBe(1);
  });

  test('a model that thinks aloud is not silent', async () => {
    const thinking: Connector = {
      async *stream({ onActivity }) {
        for (let thought = 0; thought < 5; thought++) {
          await sleep(40);
          onActivity?.();
        }
        yield text('Well');
        yield end;
      },
    };

    const short = { ...timeouts, firstTokenMs: 80, betweenTokensMs: 80 };

    expect(textOf(await ask(thinking, { policy: { timeouts: short } }).events)).toBe('Well');
  });

  test('a reader that takes its time is no silence of the model', async () => {
    const short = { ...timeouts, betweenTokensMs: 40 };
    const model = new Scripted([[text('one '), text('two'), end]]);
    const policed = new PolicedConnector(model, { ...patient, timeouts: short });

    const read: ConnectorEvent[] = [];
    for await (const event of policed.stream({
      messages: [],
      parameters: {},
      signal: new AbortController().signal,
    })) {
      read.push(event);
      await sleep(80);
    }

    expect(textOf(read)).toBe('one two');
  });

  test('also end a connector that does not listen to its signal', async () => {
    const deaf: Connector = {
      // eslint-disable-next-line require-yield
      async *stream() {
        await sleep(1_000);
        throw new Error('too late');
      },
    };
    const startedAt = performance.now();

    const { events } = ask(deaf, { policy: { timeouts: { ...timeouts, firstTokenMs: 50 } } });

    await expect(events).rejects.toMatchObject({ kind: 'stalled' });
    expect(performance.now() - startedAt).toBeLessThan(300);
  });
});
