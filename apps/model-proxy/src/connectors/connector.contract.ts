import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connector, ConnectorEvent, ConnectorRequest } from './connector.js';

/** What a connector's test has to provide for the contract. */
export interface ConnectorHarness {
  /** Answers with a text of several words, emoji among them, in well under a second. */
  readonly quick: Connector;
  /** Takes more than two seconds between two pieces of text. */
  readonly slow: Connector;
  close(): Promise<void>;
}

const question = (signal = new AbortController().signal): ConnectorRequest => ({
  messages: [{ role: 'user', content: 'Please say something about 🐟 fish and water.' }],
  parameters: {},
  seed: 7,
  signal,
});

/** Reads an answer to its end. */
export async function collect(events: AsyncIterable<ConnectorEvent>): Promise<ConnectorEvent[]> {
  const all: ConnectorEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The text of an answer. */
export const textOf = (events: readonly ConnectorEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

/** What every connector has to keep; see `Connector`. */
export function connectorContract(name: string, open: () => Promise<ConnectorHarness>): void {
  describe(`${name} keeps the connector contract`, () => {
    let harness: ConnectorHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.close());

    test('an answer is text, at most one usage, and one finish at the very end', async () => {
      const events = await collect(harness.quick.stream(question()));

      expect(textOf(events).trim()).not.toBe('');
      expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
      expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop' });
      expect(events.filter(({ type }) => type === 'usage').length).toBeLessThanOrEqual(1);
    });

    test('no piece of text is empty, holds NUL, or half a character', async () => {
      const events = await collect(harness.quick.stream(question()));

      for (const event of events) {
        if (event.type !== 'text') continue;
        expect(event.text).not.toBe('');
        expect(event.text).not.toContain('\0');
        expect(Buffer.from(event.text, 'utf8').toString('utf8')).toBe(event.text);
      }
    });

    test('two answers at a time do not mix', async () => {
      const alone = textOf(await collect(harness.quick.stream(question())));

      const both = await Promise.all([
        collect(harness.quick.stream(question())),
        collect(harness.quick.stream(question())),
      ]);

      expect(both.map(textOf)).toEqual([alone, alone]);
    });

    test('a signal that has already been raised ends the answer before it begins', async () => {
      const reason = new Error('too late');

      const reading = collect(harness.quick.stream(question(AbortSignal.abort(reason))));

      await expect(reading).rejects.toBe(reason);
    });

    test('a stop while the model thinks ends the answer within 200 ms, with the reason given', async () => {
      const stop = new AbortController();
      const reason = new Error('stopped by the participant');
      const reading = collect(harness.slow.stream(question(stop.signal)));
      await new Promise((resolve) => setTimeout(resolve, 50));

      const stoppedAt = performance.now();
      stop.abort(reason);

      await expect(reading).rejects.toBe(reason);
      expect(performance.now() - stoppedAt).toBeLessThan(200);
    });

    test('a reader that leaves in the middle leaves nothing running', async () => {
      for await (const event of harness.quick.stream(question())) {
        expect(event.type).toBe('text');
        break;
      }
    });
  });
}
