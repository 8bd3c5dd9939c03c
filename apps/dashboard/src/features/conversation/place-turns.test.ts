import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeTurns } from './place-turns.js';

/** A turn whose answers are named after it: `m1`, `m2`. */
const turn = (id: string, parentCandidateId: string | null = null, answers = 1) => ({
  id,
  parentCandidateId,
  createdAt: id,
  candidates: Array.from({ length: answers }, (_, index) => ({ id: `${id}${index + 1}` })),
});
const placed = (...turns: ReturnType<typeof turn>[]) =>
  placeTurns(turns).map(({ turn: { id }, depth, version, versions, after }) => [
    id,
    depth,
    `${version}/${versions}`,
    after && `${after.turn.id}, answer ${after.answer}`,
  ]);

test('a conversation without branches is a line', () => {
  expect(placed(turn('a'), turn('b', 'a1'), turn('c', 'b1'))).toEqual([
    ['a', 0, '1/1', undefined],
    ['b', 0, '1/1', undefined],
    ['c', 0, '1/1', undefined],
  ]);
});

test('each branch stays in one piece, and says what it follows where that is not above it', () => {
  expect(
    placed(turn('a'), turn('b', 'a1'), turn('c', 'a1'), turn('d', 'b1'), turn('e', 'c1')),
  ).toEqual([
    ['a', 0, '1/1', undefined],
    ['b', 1, '1/2', undefined],
    ['d', 1, '1/1', undefined],
    ['c', 1, '2/2', 'a, answer 1'],
    ['e', 1, '1/1', undefined],
  ]);
});

test('below one of two answers it is said which; an edited first message is a version too', () => {
  expect(placed(turn('a', null, 2), turn('b', 'a2'), turn('c'))).toEqual([
    ['a', 1, '1/2', undefined],
    ['b', 1, '1/1', 'a, answer 2'],
    ['c', 1, '2/2', undefined],
  ]);
});

test('every turn of any tree is placed once, below what it follows, even far down', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (parents) => {
      const turns = parents.map((number, index) => {
        const at = String(index).padStart(3, '0');
        const parent = number % (index + 1);
        return turn(at, parent === index ? null : `${String(parent).padStart(3, '0')}1`);
      });
      const order = placeTurns(turns).map(({ turn: { id } }) => id);
      expect([...order].sort()).toEqual(turns.map(({ id }) => id));
      for (const { id, parentCandidateId } of turns)
        if (parentCandidateId)
          expect(order.indexOf(parentCandidateId.slice(0, -1))).toBeLessThan(order.indexOf(id));
    }),
  );
  const deep = Array.from({ length: 20_000 }, (_, index) =>
    turn(String(index).padStart(5, '0'), index ? `${String(index - 1).padStart(5, '0')}1` : null),
  );
  expect(placeTurns(deep)).toHaveLength(20_000);
});
