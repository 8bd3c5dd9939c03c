import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { colouredPieces, inPieces, type Coloured } from './code-lines.js';

const text = (run: Coloured): string =>
  typeof run === 'string' ? run : run.children.map(text).join('');

const { run } = fc.letrec<{ run: Coloured }>((tie) => ({
  run: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: fc.constantFrom('a', '\n', ' '), maxLength: 40 }),
    fc
      .tuple(fc.constantFrom('hljs-string', 'hljs-comment'), fc.array(tie('run'), { maxLength: 4 }))
      .map(([className, children]) => ({ className, children })),
  ),
}));

test('pieces are a few whole lines each, and all of the code', () => {
  const code = Array.from({ length: 30 }, (_, n) => `line ${n}`).join('\n');

  expect(inPieces(code).map((piece) => piece.split('\n').length)).toEqual([13, 13, 6]);
  expect(inPieces(code).join('')).toBe(code);
  expect(inPieces('')).toEqual([]);
});

test('a piece that is full stays as it is while the code grows', () => {
  const code = 'one\n'.repeat(12);

  expect(inPieces(`${code}tw`)).toEqual([code, 'tw']);
  expect(inPieces(`${code}two\n`)).toEqual([code, 'two\n']);
});

test('coloured code is cut where the plain code is, inside of a colour too', () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
      const pieces = inPieces(runs.map(text).join(''));
      const coloured = colouredPieces(runs, pieces);

      expect(coloured.map((piece) => piece.map(text).join(''))).toEqual(pieces);
    }),
  );
  const comment = (...children: string[]) => ({ className: 'hljs-comment', children });
  expect(colouredPieces([comment('one\ntwo\n')], ['one\n', 'two\n'])).toEqual([
    [comment('one\n')],
    [comment('two\n')],
  ]);
});
