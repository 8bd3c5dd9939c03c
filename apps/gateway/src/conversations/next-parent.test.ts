import { expect, test } from '@jest/globals';
import { nextParent, type EndedTurn } from './next-parent.js';

const ranked = (ranking: EndedTurn['ranking'], change: Partial<EndedTurn> = {}): EndedTurn => ({
  state: 'completed',
  feedbackMode: 'rank',
  ranking,
  candidates: [
    { id: 'left', side: 'a', state: 'completed' },
    { id: 'right', side: 'b', state: 'completed' },
  ],
  ...change,
});

test('the conversation goes on from the better answer', () => {
  expect(nextParent(ranked('a_better'), Math.random)).toEqual({ candidateId: 'left' });
  expect(nextParent(ranked('b_better'), Math.random)).toEqual({ candidateId: 'right' });
});

test('after a tie or both bad it goes on from one drawn at random', () => {
  for (const outcome of ['tie', 'both_bad'] as const) {
    expect(nextParent(ranked(outcome), () => 0.1)).toEqual({ candidateId: 'left' });
    expect(nextParent(ranked(outcome), () => 0.9)).toEqual({ candidateId: 'right' });
  }
});

test('two finished answers are ranked first, and a pending turn is waited for', () => {
  expect(nextParent(ranked(null), Math.random)).toEqual({ refused: 'ranking_required' });
  expect(nextParent(ranked(null, { state: 'pending' }), Math.random)).toEqual({
    refused: 'turn_pending',
  });
});

test('with one usable answer no ranking is asked for', () => {
  const turn = ranked(null, {
    state: 'failed',
    candidates: [
      { id: 'left', side: 'a', state: 'failed' },
      { id: 'right', side: 'b', state: 'completed' },
    ],
  });
  expect(nextParent(turn, Math.random)).toEqual({ candidateId: 'right' });
});

test('outside rank mode it goes on from the newest answer that did not fail', () => {
  const turn = ranked(null, {
    feedbackMode: 'vote',
    candidates: [
      { id: 'first', side: 'a', state: 'completed' },
      { id: 'second', side: 'a', state: 'completed' },
      { id: 'third', side: 'a', state: 'failed' },
    ],
  });
  expect(nextParent(turn, Math.random)).toEqual({ candidateId: 'second' });
});

test('when every answer failed the conversation still goes on', () => {
  const turn = ranked(null, {
    state: 'failed',
    candidates: [{ id: 'only', side: 'a', state: 'failed' }],
  });
  expect(nextParent(turn, Math.random)).toEqual({ candidateId: 'only' });
});
