import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BlockStream } from './block-stream.js';
import { maskMath, mathAtStart, mathBlockAtStart } from './math-syntax.js';

/** The formulas of an answer, display ones in double dollars. */
function formulas(text: string): string[] {
  const found: string[] = [];
  JSON.stringify(new BlockStream().update(text, true), (_key, value: unknown) => {
    const token = value as { type?: string; tex?: string; display?: boolean } | null;
    if (token?.type === 'math') found.push(token.display ? `$$${token.tex}$$` : `$${token.tex}$`);
    return value;
  });
  return found;
}

test.each([
  ['It is $x^2$.', ['$x^2$']],
  ['\\(a_1 * b\\) and \\[ c \\]', ['$a_1 * b$', '$$c$$']],
  ['$$\na\n- b\n$$', ['$$a\n- b$$']],
  ['text\n$$\n# b\n$$\nmore', ['$$# b$$']],
  ['- item $y$\n- $$z$$', ['$y$', '$$z$$']],
  ['| $a$ | b |\n|---|---|\n| 1 | \\(c\\) |', ['$a$', '$c$']],
  ['**$a$** *$b*c$*', ['$a$', '$b*c$']],
  ['$5 and $10', []],
  ['from $5-$10 to US$7', []],
  ['$HOME/$USER and `$x$`', []],
  ['Set $HOME/$USER; 5$ or $5 or so$', []],
  ['```\n$x$\n```', []],
  ['\\$x$ and $ x$ and $x $', []],
  ['$$\n\n$$', []],
  ['\\[a\\](https://koi.example)', []],
])('%j holds the formulas %j', (text, expected) => {
  expect(formulas(text)).toEqual(expected);
});

test('a formula is a beginning of its text, and hiding it keeps the length', () => {
  const text = fc.string({ unit: fc.constantFrom(...'$\\()[]ab_* \n1'), maxLength: 40 });
  fc.assert(
    fc.property(text, (sample) => {
      const spans = [mathAtStart(sample), mathBlockAtStart(sample)];
      for (const span of spans) expect(sample.startsWith(span?.raw ?? '')).toBe(true);
      expect(maskMath(sample)).toHaveLength(sample.length);
    }),
  );
});
