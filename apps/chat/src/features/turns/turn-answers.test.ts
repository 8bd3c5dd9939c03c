import { expect, test } from '@jest/globals';
import type { StreamEvent } from '@koi/contracts/events';
import type { TurnView } from '@koi/contracts/http';
import fc from 'fast-check';
import { applyEvent, liveTurn } from './turn-answers.js';

const turn: TurnView = {
  id: 't',
  parentCandidateId: null,
  text: 'Hello',
  state: 'pending',
  feedbackMode: 'rank',
  createdAt: '2026-01-01T00:00:00Z',
  ranking: null,
  rankingReasons: [],
  rankingStrength: null,
  candidates: (['a', 'b'] as const).map((side) => ({
    id: side,
    side,
    state: 'queued',
    text: '',
    finishReason: null,
    detail: null,
    vote: null,
    voteReasons: [],
    correction: null,
    comment: null,
    model: null,
  })),
};

const play = (events: readonly StreamEvent[]) => events.reduce(applyEvent, liveTurn(turn));

test('two answers grow apart and end each for itself', () => {
  const played = play([
    { type: 'reset', candidateId: 'a', side: 'a', text: '' },
    { type: 'delta', candidateId: 'a', offset: 0, text: 'One' },
    { type: 'delta', candidateId: 'b', offset: 0, text: 'Two' },
    { type: 'done', candidateId: 'a', state: 'completed', finishReason: 'stop' },
  ]);

  expect(played.answers).toMatchObject({
    a: { text: 'One', state: 'completed', finishReason: 'stop' },
    b: { text: 'Two', state: 'streaming' },
  });
  expect(played.ended).toBe(false);
});

test('a delta beyond the known text asks for a new beginning, and a reset gives it', () => {
  const gap = play([{ type: 'delta', candidateId: 'a', offset: 5, text: 'late' }]);
  expect(gap).toMatchObject({ gap: true, answers: { a: { text: '' } } });

  const whole = applyEvent(gap, { type: 'reset', candidateId: 'a', side: 'a', text: 'Hello late' });
  expect(whole).toMatchObject({ gap: false, answers: { a: { text: 'Hello late' } } });
});

test('deltas that come doubled or overlap write each character once', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 9 })), {
        minLength: 1,
        maxLength: 80,
      }),
      (text, steps) => {
        let live = liveTurn(turn);
        let end = 0;
        for (const [back, size] of steps) {
          const offset = Math.max(0, end - back);
          const piece = text.slice(offset, Math.max(end, offset + size));
          if (piece === '') continue;
          live = applyEvent(live, { type: 'delta', candidateId: 'a', offset, text: piece });
          end = Math.max(end, offset + piece.length);
        }
        expect(live.answers.a?.text).toBe(text.slice(0, end));
      },
    ),
  );
});
