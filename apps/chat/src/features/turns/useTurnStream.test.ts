import { expect, jest, test } from '@jest/globals';
import type { TurnView } from '@koi/contracts/http';
import type { openTurnStream, TurnStreamOptions } from '@koi/sdk/client';
import { effectScope, nextTick, shallowRef } from 'vue';
import { useTurnStream } from './useTurnStream.js';

const turnOf = (id: string, state: TurnView['state']): TurnView => ({
  id,
  parentCandidateId: null,
  text: 'Hello',
  state,
  feedbackMode: 'rank',
  createdAt: '2026-01-01T00:00:00Z',
  ranking: null,
  rankingReasons: [],
  rankingStrength: null,
  candidates: [
    {
      id: 'c',
      side: 'a',
      state: 'queued',
      text: '',
      finishReason: null,
      detail: null,
      vote: null,
      voteReasons: [],
      correction: null,
      comment: null,
      model: null,
    },
  ],
});

function following(first: TurnView) {
  const streams: {
    id: string;
    options: TurnStreamOptions;
    close: jest.Mock;
    restart: jest.Mock;
  }[] = [];
  const frames: (() => void)[] = [];
  const onEnd = jest.fn<(id: string) => void>();
  const turn = shallowRef<TurnView | undefined>(first);
  const open: typeof openTurnStream = (id, options) => {
    const stream = { id, options, close: jest.fn(), restart: jest.fn() };
    streams.push(stream);
    return stream;
  };
  const scope = effectScope();
  const state = scope.run(() =>
    useTurnStream(turn, { open, onEnd, beforePaint: (run) => frames.push(run) }),
  );
  if (!state) throw new Error('The scope did not run.');
  const paint = () => frames.splice(0).forEach((run) => run());
  return { turn, streams, onEnd, scope, state, frames, paint };
}

test('a pending turn is followed, and many events become one step a frame', () => {
  const { streams, state, frames, paint } = following(turnOf('t', 'pending'));

  for (const [offset, text] of ['H', 'e', 'y'].entries()) {
    streams[0]?.options.onEvent({ type: 'delta', candidateId: 'c', offset, text });
  }
  expect(frames).toHaveLength(1);
  paint();

  expect(state.live.value?.answers.c?.text).toBe('Hey');
});

test('the end of an answer is a step of its own, after its text', () => {
  const { streams, state, onEnd, paint } = following(turnOf('t', 'pending'));

  streams[0]?.options.onEvent({ type: 'delta', candidateId: 'c', offset: 0, text: 'Hey' });
  streams[0]?.options.onEvent({ type: 'end', turnId: 't', state: 'completed' });
  paint();
  expect(state.live.value?.answers.c?.text).toBe('Hey');
  expect(onEnd).not.toHaveBeenCalled();

  paint();
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('the end is told once and an ended turn opens no stream', async () => {
  const { turn, streams, onEnd, paint } = following(turnOf('t', 'pending'));

  streams[0]?.options.onEvent({ type: 'end', turnId: 't', state: 'completed' });
  paint();
  turn.value = turnOf('t', 'completed');
  await nextTick();

  expect(onEnd.mock.calls).toEqual([['t']]);
  expect(streams).toHaveLength(1);
});

test('a gap asks for a fresh stream and a break is shown', () => {
  const { streams, state, paint } = following(turnOf('t', 'pending'));

  streams[0]?.options.onEvent({ type: 'delta', candidateId: 'c', offset: 7, text: 'x' });
  paint();
  streams[0]?.options.onConnection?.('reconnecting');

  expect(streams[0]?.restart).toHaveBeenCalledTimes(1);
  expect(state.reconnecting.value).toBe(true);
});

test('another turn, or leaving the page, closes the stream', async () => {
  const { turn, streams, scope } = following(turnOf('one', 'pending'));

  turn.value = turnOf('two', 'pending');
  await nextTick();
  expect(streams.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(streams[0]?.close).toHaveBeenCalled();

  scope.stop();
  expect(streams[1]?.close).toHaveBeenCalled();
});
