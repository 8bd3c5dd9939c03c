import { expect, test } from '@jest/globals';
import type { ChatCompletionChunk, StreamEvent } from '@koi/contracts';
import { ChunkWriter } from './chunk-writer.js';
import { GenerationFailed } from './completions.errors.js';

const IDS = ['one', 'two'];
const reset = (candidateId: string, text = ''): StreamEvent => ({
  type: 'reset',
  candidateId,
  side: 'a',
  text,
});
const delta = (candidateId: string, text: string): StreamEvent => ({
  type: 'delta',
  candidateId,
  offset: 0,
  text,
});
const done = (candidateId: string, state: 'completed' | 'failed' = 'completed'): StreamEvent => ({
  type: 'done',
  candidateId,
  state,
  finishReason: 'stop',
});

function writer(ids = IDS, includeUsage = false) {
  const chunks: ChatCompletionChunk[] = [];
  const koi = { conversation_id: 'c', turn_id: 't', candidate_ids: ids };
  const head = { id: 'chatcmpl-t', created: 1, model: 'pond', koi };
  const chunkWriter = new ChunkWriter(head, includeUsage, (chunk) => chunks.push(chunk));
  return {
    chunks,
    take: (...events: StreamEvent[]) =>
      events.map((event) => chunkWriter.take(event)).find(Boolean),
    end: () => chunkWriter.end({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }),
    text: (index: number) =>
      chunks
        .flatMap(({ choices }) => choices)
        .filter((choice) => choice.index === index)
        .map((choice) => choice.delta.content ?? '')
        .join(''),
  };
}

test('nothing is written before there is text: a failure until then is an HTTP status', () => {
  const { take, chunks } = writer();

  expect(take(reset('one'), reset('two'), done('one', 'failed'))).toBeInstanceOf(GenerationFailed);
  expect(chunks).toEqual([]);
});

test('roles first, koi’s ids in the first chunk, then text and ends, each by its index', () => {
  const { take, chunks, text } = writer();

  take(reset('one'), delta('two', 'B'), delta('one', 'A'), delta('one', 'a'), done('one'));

  expect(chunks[0]).toMatchObject({
    koi: { turn_id: 't' },
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  });
  expect(chunks.filter(({ koi }) => koi)).toHaveLength(1);
  expect([text(0), text(1)]).toEqual(['Aa', 'B']);
  expect(chunks.at(-1)?.choices).toEqual([
    { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' },
  ]);
  expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
});

test('usage is null until the last chunk, which has no choices', () => {
  const { take, end, chunks } = writer(['one'], true);

  take(delta('one', 'A'), done('one'));
  end();

  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 3 } });
});

test('an answer that begins anew and says the same goes on where the client stands', () => {
  const { take, text } = writer(['one']);

  expect(
    take(
      delta('one', 'Hello, '),
      reset('one', ''),
      delta('one', 'Hel'),
      delta('one', 'lo, world'),
      delta('one', '!'),
      done('one'),
    ),
  ).toBeUndefined();
  expect(text(0)).toBe('Hello, world!');
});

test.each([
  ['says something else', [delta('one', 'Good')]],
  ['ends before the client’s text', [delta('one', 'Hel'), done('one')]],
])('an answer that begins anew and %s fails', (_, events) => {
  const { take, text } = writer(['one']);

  expect(take(delta('one', 'Hello'), reset('one', ''), ...events)).toBeInstanceOf(GenerationFailed);
  expect(text(0)).toBe('Hello');
});
