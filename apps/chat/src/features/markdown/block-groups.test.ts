import { expect, test } from '@jest/globals';
import { BlockStream } from './block-stream.js';
import { groupBlocks } from './block-groups.js';

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, n) => `Paragraph ${n}.`).join('\n\n');

test('groups hold every block in its order', () => {
  const blocks = new BlockStream().update(paragraphs(19), true).map(({ token }) => token);
  const groups = groupBlocks(blocks, []);

  expect(groups.map(({ length }) => length)).toEqual([8, 8, 3]);
  expect(groups.flat()).toEqual(blocks);
});

test('an answer that grows keeps the groups that are finished, and makes only the last anew', () => {
  const stream = new BlockStream();
  const read = (text: string) => stream.update(text, false).map(({ token }) => token);
  const before = groupBlocks(read(paragraphs(30)), []);
  const after = groupBlocks(read(`${paragraphs(30)} And more`), before);

  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).toBe(before[2]);
  expect(after[3]).not.toBe(before[3]);
  expect(after[3]?.at(-1)?.raw).toBe('Paragraph 29. And more');
});
