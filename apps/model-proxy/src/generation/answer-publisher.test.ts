import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { AnswerReader, candidateEvent, type CandidateEvent } from '@koi/contracts';
import { createLogger } from '@koi/observability';
import fc from 'fast-check';
import { AnswerPublisher, type Publish, type Rhythm } from './answer-publisher.js';

const logger = createLogger({ service: 'test', level: 'silent' });
const answer = { turnId: 't', candidateId: 'c', attempt: 2 };
const quick: Rhythm = {
  pace: { deltaMs: 2, restMs: 0 },
  snapshotMs: 10,
  wantedMs: 5,
  retainMs: 1_000,
};

interface Published {
  readonly topic: string;
  readonly event: CandidateEvent;
  readonly retainMs: number | undefined;
}

let open: AnswerPublisher | undefined;
afterEach(() => open?.close());

/** A publisher over a relay that takes `latencyMs` and refuses what `refuses` says. */
function publishing(
  options: {
    rhythm?: Rhythm;
    latencyMs?: number;
    refuses?: (event: CandidateEvent) => boolean;
  } = {},
) {
  const published: Published[] = [];
  let flying = 0;
  const publish: Publish = async (topic, data, { retainMs } = {}) => {
    const event = candidateEvent.parse(data);
    expect(flying++).toBe(0);
    await sleep(options.latencyMs ?? 0);
    flying -= 1;
    if (options.refuses?.(event)) throw new Error('the relay is gone');
    published.push({ topic, event, retainMs });
  };
  open = new AnswerPublisher(publish, answer, logger, options.rhythm ?? quick);
  return { publisher: open, published };
}

function textOf(published: readonly Published[]): string {
  const reader = new AnswerReader();
  let text = '';
  for (const { event } of published) {
    if (event.type === 'done') continue;
    const step = reader.take(event);
    if (step.type === 'append') text += step.text;
    if (step.type === 'restart') text = step.text;
  }
  return text;
}

describe('deltas', () => {
  test('the first goes out at once, what comes quickly after it goes together', async () => {
    const { publisher, published } = publishing({
      rhythm: { ...quick, pace: { deltaMs: 50, restMs: 0 }, snapshotMs: 5_000 },
    });

    publisher.append('Koi');
    for (const word of [' are', ' carp', '.']) publisher.append(word);
    await sleep(20);
    expect(published.map(({ event }) => event)).toEqual([
      { type: 'delta', attempt: 2, offset: 0, text: 'Koi' },
    ]);
    await sleep(60);

    expect(published.slice(1)).toEqual([
      {
        topic: 'turns.t.c',
        event: { type: 'delta', attempt: 2, offset: 3, text: ' are carp.' },
        retainMs: undefined,
      },
    ]);
  });

  test('under load the next one is read together, and goes out as soon as it is read', async () => {
    const { publisher, published } = publishing({
      rhythm: { ...quick, pace: { deltaMs: 40, restMs: 40 }, snapshotMs: 5_000 },
    });
    await publisher.ready();
    const beganAt = performance.now();
    publisher.append('Koi');
    await publisher.ready();
    expect(performance.now() - beganAt).toBeGreaterThan(35);
    publisher.append(' are carp.');
    await publisher.close();

    const texts = published.map(({ event }) => event.type === 'delta' && event.text);
    expect(texts).toEqual(['Koi', ' are carp.']);
  });

  test('whatever is appended arrives once, in order, one message at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.nat({ max: 4 })), {
          maxLength: 25,
        }),
        fc.nat({ max: 5 }),
        async (pieces, latencyMs) => {
          const { publisher, published } = publishing({ latencyMs });
          for (const [text, pauseMs] of pieces) {
            publisher.append(text);
            if (pauseMs > 1) await sleep(pauseMs);
          }
          await publisher.close();

          expect(textOf(published)).toBe(pieces.map(([text]) => text).join(''));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a very long piece is split where the relay can take it, and never inside a character', async () => {
    const { publisher, published } = publishing();
    const text = `x${'🐟'.repeat(60_000)}`;

    publisher.append(text);
    await publisher.close();

    expect(textOf(published)).toBe(text);
    for (const { event } of published) {
      if (event.type !== 'delta') continue;
      expect(event.text.length).toBeLessThanOrEqual(50_000);
      expect(Buffer.from(event.text).toString()).toBe(event.text);
    }
  });

  test('one the relay does not take is made good by the next snapshot', async () => {
    let refused = 0;
    const { publisher, published } = publishing({
      refuses: ({ type }) => type === 'delta' && refused++ === 1,
    });

    for (const word of ['one ', 'two ', 'three ']) {
      publisher.append(word);
      await sleep(8);
    }
    await sleep(30);

    expect(textOf(published)).toBe('one two three ');
  });
});

describe('snapshots', () => {
  test('one that is wanted comes soon, and one serves all who want it', async () => {
    const { publisher, published } = publishing({
      rhythm: { ...quick, snapshotMs: 5_000, wantedMs: 40 },
    });
    publisher.wantSnapshot();
    await sleep(10);
    expect(published).toEqual([]);

    publisher.append('Koi');
    for (let reader = 0; reader < 10; reader++) publisher.wantSnapshot();
    await sleep(20);
    for (let reader = 0; reader < 10; reader++) publisher.wantSnapshot();
    await sleep(10);
    expect(published.map(({ event }) => event.type)).toEqual(['delta', 'snapshot']);
    await sleep(40);

    expect(published.slice(1).map(({ event }) => event)).toEqual([
      { type: 'snapshot', attempt: 2, text: 'Koi' },
      { type: 'snapshot', attempt: 2, text: 'Koi' },
    ]);
  });

  test('hold all the text that was sent, are kept by the relay, and stop when nothing changes', async () => {
    const { publisher, published } = publishing();

    publisher.append('Koi are carp.');
    await sleep(60);

    const snapshots = published.filter(({ event }) => event.type === 'snapshot');
    expect(snapshots).toEqual([
      {
        topic: 'turns.t.c',
        event: { type: 'snapshot', attempt: 2, text: 'Koi are carp.' },
        retainMs: 1_000,
      },
    ]);
  });

  test('are renewed before the relay forgets them', async () => {
    const { publisher, published } = publishing({ rhythm: { ...quick, retainMs: 60 } });

    publisher.append('Koi');
    await sleep(120);

    expect(published.filter(({ event }) => event.type === 'snapshot').length).toBeGreaterThan(1);
  });

  test('too large for the relay are left out', async () => {
    const { publisher, published } = publishing();

    publisher.append('x'.repeat(600_000));
    await sleep(60);
    await publisher.close();

    const sizes = published.map(({ event }) => (event.type === 'snapshot' ? event.text.length : 0));
    expect(Math.max(...sizes)).toBeLessThan(500_000);
    expect(textOf(published)).toHaveLength(600_000);
  });
});

test('the end is kept by the relay, and nothing comes after it', async () => {
  const { publisher, published } = publishing();
  publisher.append('Koi');
  await publisher.close();

  await publisher.done({ state: 'completed', finishReason: 'stop' }, 3);
  publisher.append(' and more');
  await sleep(40);

  expect(published.at(-1)).toEqual({
    topic: 'turns.t.c',
    event: { type: 'done', attempt: 2, state: 'completed', finishReason: 'stop', length: 3 },
    retainMs: 1_000,
  });
});
