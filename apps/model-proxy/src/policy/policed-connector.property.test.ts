import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Connector, ConnectorEvent } from '../connectors/connector.js';
import { UpstreamFailure, type UpstreamFailureKind } from '../connectors/upstream-failure.js';
import { PolicedConnector } from './policed-connector.js';

type Step =
  | { readonly do: 'text'; readonly text: string }
  | { readonly do: 'fail'; readonly kind: UpstreamFailureKind }
  | { readonly do: 'wait' }
  | { readonly do: 'usage' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .string({ minLength: 1, maxLength: 4 })
      .map((text) => ({ do: 'text' as const, text })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<UpstreamFailureKind>(
        'rate_limited',
        'server_error',
        'unreachable',
        'bad_response',
        'refused_key',
        'rejected',
      )
      .map((kind) => ({ do: 'fail' as const, kind })),
  },
  fc.constant({ do: 'wait' as const }),
  fc.constant({ do: 'usage' as const }),
);

/** What a run of the model came to, as it happened. */
interface Run {
  readonly given: string[];
  ended: 'finish' | UpstreamFailureKind | 'left';
}

function scripted(scripts: readonly (readonly Step[])[]) {
  const runs: Run[] = [];
  const connector: Connector = {
    async *stream({ signal }): AsyncGenerator<ConnectorEvent> {
      const run: Run = { given: [], ended: 'left' };
      runs.push(run);
      for (const action of scripts[runs.length - 1] ?? []) {
        signal.throwIfAborted();
        if (action.do === 'wait') await sleep(2, undefined, { signal });
        if (action.do === 'usage') yield { type: 'usage', promptTokens: 1, completionTokens: 1 };
        if (action.do === 'fail') {
          run.ended = action.kind;
          throw new UpstreamFailure(action.kind, 'scripted');
        }
        if (action.do !== 'text') continue;
        run.given.push(action.text);
        yield { type: 'text', text: action.text };
      }
      run.ended = 'finish';
      yield { type: 'finish', reason: 'stop' };
    },
  };
  return { connector, runs };
}

const retryable = (ended: Run['ended']): boolean =>
  ended !== 'finish' && ended !== 'left' && new UpstreamFailure(ended, '').retryable;

test('whatever a model does, and whenever it is stopped: nothing is doubled, nothing asked again that was heard', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.nat({ max: 12 }), { nil: undefined }),
      async (scripts, attempts, stopAfterMs) => {
        const { connector, runs } = scripted(scripts);
        const policed = new PolicedConnector(connector, {
          model: 'mine',
          timeouts: { firstTokenMs: 5_000, betweenTokensMs: 5_000, totalMs: 5_000 },
          retries: { attempts, maxWaitMs: 2 },
        });
        const stop = new AbortController();
        const reason = new Error('stop');
        if (stopAfterMs !== undefined) setTimeout(() => stop.abort(reason), stopAfterMs);

        const heard: ConnectorEvent[] = [];
        let thrown: unknown;
        try {
          for await (const event of policed.stream({
            messages: [],
            parameters: {},
            signal: stop.signal,
          }))
            heard.push(event);
        } catch (error) {
          thrown = error;
        }

        const text = heard.flatMap((event) => (event.type === 'text' ? [event.text] : []));
        const last = runs.at(-1);
        // Only the last run is heard, in order and once.
        expect(last?.given.slice(0, text.length) ?? []).toEqual(text);
        expect(runs.length).toBeLessThanOrEqual(attempts);
        for (const run of runs.slice(0, -1)) {
          expect(run.given).toEqual([]);
          expect(retryable(run.ended)).toBe(true);
        }
        if (thrown === reason) return;
        expect(text).toEqual(last?.given);
        if (thrown === undefined) expect(heard.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
        else {
          expect(thrown).toMatchObject({ kind: last?.ended });
          const mayGoOn = last && retryable(last.ended) && last.given.length === 0;
          if (mayGoOn) expect(runs).toHaveLength(attempts);
        }
      },
    ),
    { numRuns: 300 },
  );
});
