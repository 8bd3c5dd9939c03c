import { expect, test } from '@jest/globals';
import type { TurnView } from '@koi/contracts/http';
import { currentPath } from './current-path.js';

const turn = (id: string, parentCandidateId: string | null): TurnView => ({
  id,
  parentCandidateId,
  text: id,
  state: 'completed',
  createdAt: '2026-01-01T00:00:00Z',
  ranking: null,
  candidates: (['a', 'b'] as const).map((side) => ({
    id: `${id}-${side}`,
    side,
    state: 'completed',
    text: '',
    finishReason: 'stop',
    detail: null,
    vote: null,
    model: null,
  })),
});

const turns = [
  turn('one', null),
  turn('two', 'one-a'),
  turn('three', 'one-b'),
  turn('four', 'three-a'),
];
const ids = (path: TurnView[]) => path.map(({ id }) => id);

test('the path leads back from the latest turn to the first', () => {
  expect(ids(currentPath(turns))).toEqual(['one', 'three', 'four']);
});

test('another turn shows its own branch', () => {
  expect(ids(currentPath(turns, 'two'))).toEqual(['one', 'two']);
});

test('a conversation without turns has no path', () => {
  expect(currentPath([])).toEqual([]);
});
