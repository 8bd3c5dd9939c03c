import { expect, test } from '@jest/globals';
import { byteSplitter } from './split-bytes.js';

const cut = (texts: string[], splits: Parameters<typeof byteSplitter>[0]) => {
  const split = byteSplitter(splits);
  return texts.flatMap((text) => split(Buffer.from(text)).map((piece) => piece.toString('latin1')));
};

test('positions count from the beginning of the whole stream', () => {
  expect(cut(['abcd', 'efgh'], { at: [2, 5, 7] })).toEqual(['ab', 'cd', 'e', 'fg', 'h']);
});

test('a cut at the edge of a buffer gives no empty piece', () => {
  expect(cut(['abcd', 'efgh'], { at: [4] }).filter((piece) => piece === '')).toEqual([]);
});

test.each([{ every: 1 }, { every: 3 }, { randomSeed: 1 }, { randomSeed: 2, longest: 3 }])(
  'no byte is lost or doubled with %j',
  (splits) => {
    const pieces = cut(['data: {"é🐟"}\n\n', 'data: [DONE]\n\n'], splits);

    expect(Buffer.from(pieces.join(''), 'latin1').toString()).toBe(
      'data: {"é🐟"}\n\ndata: [DONE]\n\n',
    );
    expect(pieces.length).toBeGreaterThan(5);
  },
);
