import { expect, test } from '@jest/globals';
import { BlockStream } from './block-stream.js';
import { groupBlocks, groupParts } from './part-groups.js';

const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, n) => `Para ${n}.`).join('\n\n');

test('groups hold every block in its order', () => {
  const blocks = new BlockStream().update(paragraphs(19), true).map(({ token }) => token);
  const groups = groupBlocks(blocks, []);

  expect(groups.map(({ length }) => length)).toEqual([8, 8, 3]);
  expect(groups.flat()).toEqual(blocks);
});

test('a long block leaves little room in its group, and moves no other while it grows', () => {
  const read = (text: string) => new BlockStream().update(text, true).map(({ token }) => token);
  const before = groupBlocks(read(`${paragraphs(9)} and`), []);
  const after = groupBlocks(read(`${paragraphs(9)} ${'and '.repeat(600)}\n\nmore`), []);

  expect(before.map(({ length }) => length)).toEqual([8, 1]);
  expect(after.map(({ length }) => length)).toEqual([8, 1, 1]);
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
  expect(after[3]?.at(-1)?.raw).toBe('Para 29. And more');
});

test('items of a list are kept in the same way', () => {
  const items = Array.from({ length: 40 }, (_, n) => ({ n }));
  const before = groupParts(items, []);
  const after = groupParts([...items.slice(0, 39), { n: 39 }, { n: 40 }], before);

  expect(before.map(({ length }) => length)).toEqual([16, 16, 8]);
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(after[1]).toBe(before[1]);
  expect(after[2]).toHaveLength(9);
});
