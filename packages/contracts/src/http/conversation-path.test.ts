import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conversationPath, newestLeaf, siblingTurns, type TreeTurn } from './conversation-path.js';

/** Ids sort by number, as UUIDv7 do by time. */
const id = (number: number): string => String(number).padStart(4, '0');
const turn = (number: number, parent: number | null, ...candidates: number[]): TreeTurn => ({
  id: id(number),
  parentCandidateId: parent === null ? null : id(parent),
  candidates: candidates.map((candidate) => ({ id: id(candidate) })),
});
const shown = (turns: TreeTurn[], current: number | null) =>
  conversationPath(turns, current === null ? null : id(current)).map((step) => [
    Number(step.turn.id),
    Number(step.candidateId),
  ]);

/** 10 (11, regenerated 30) → 20 (21) → 40 (41); 20 was edited into 50 (51). */
const turns = [turn(10, null, 11, 30), turn(20, 11, 21), turn(40, 21, 41), turn(50, 11, 51)];

test('without a choice the path leads to the newest answer', () => {
  expect(shown(turns, null)).toEqual([
    [10, 11],
    [50, 51],
  ]);
});

test('it leads through the chosen answer, and on to the newest below it', () => {
  expect(shown(turns, 30)).toEqual([[10, 30]]);
  expect(shown(turns, 21)).toEqual([
    [10, 11],
    [20, 21],
    [40, 41],
  ]);
  expect(shown(turns, 11)).toEqual(shown(turns, null));
});

test('a choice that is gone is no choice', () => {
  expect(shown(turns, 99)).toEqual(shown(turns, null));
  expect(shown([], null)).toEqual([]);
});

test('versions of a message are the turns with its parent, oldest first', () => {
  const [first, second, , edited] = turns;
  if (!first || !second || !edited) throw new Error('there are four');
  expect(siblingTurns([edited, second, first], second)).toEqual([second, edited]);
  expect(siblingTurns(turns, first)).toEqual([first]);
  expect(newestLeaf(turns, [id(21), id(11)])).toBe(id(51));
});

test('in any tree the path begins at a root, is unbroken, ends at a leaf and holds the chosen answer', () => {
  const trees = fc
    .array(fc.record({ parent: fc.nat(), answers: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 25,
    })
    .map((rows) => {
      const candidates: number[] = [];
      let next = 1;
      return rows.map(({ parent, answers }) => {
        const at = parent % (candidates.length + 1);
        const replied = candidates[at] ?? null;
        const own = Array.from({ length: answers }, () => (next += 1));
        candidates.push(...own);
        return turn((next += 1), replied, ...own);
      });
    });
  fc.assert(
    fc.property(trees, fc.nat(), (tree, pick) => {
      const all = tree.flatMap(({ candidates }) => candidates.map((candidate) => candidate.id));
      const chosen = all[pick % all.length] ?? '';

      const path = conversationPath(tree, chosen);

      expect(path.map((step) => step.turn.parentCandidateId)).toEqual([
        null,
        ...path.slice(0, -1).map((step) => step.candidateId),
      ]);
      expect(path.map((step) => step.candidateId)).toContain(chosen);
      const leaf = path.at(-1)?.candidateId;
      expect(tree.filter(({ parentCandidateId }) => parentCandidateId === leaf)).toEqual([]);
    }),
  );
});
