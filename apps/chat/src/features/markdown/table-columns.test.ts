import { expect, test } from '@jest/globals';
import type { Tokens } from 'marked';
import { BlockStream } from './block-stream.js';
import { columnsOf } from './table-columns.js';

function table(rows: readonly string[]): Tokens.Table {
  const [block] = new BlockStream().update(['| a | name |', '|---|---|', ...rows].join('\n'), true);
  return block?.token as Tokens.Table;
}
const rows = Array.from({ length: 40 }, (_, n) => `| ${n} | **koi** number ${n} |`);

test('columns are as wide as the words of the first rows need, and share the rest by their texts', () => {
  expect(columnsOf(table(rows))).toEqual({
    '--columns': 'minmax(calc(2ch + 1.7em), 8fr) minmax(calc(6ch + 1.7em), 17fr)',
    '--least': 'calc(8ch + 3.4em)',
  });
});

test('what comes after the first rows changes no column', () => {
  const later = `| ${'long '.repeat(20)} | ${'w'.repeat(90)} |`;
  expect(columnsOf(table([...rows, later]))).toEqual(columnsOf(table(rows)));
});

test('one long word or text does not take all of the width, and an empty column keeps some', () => {
  expect(columnsOf(table([`|  | ${'w'.repeat(900)} |`]))['--columns']).toBe(
    'minmax(calc(2ch + 1.7em), 8fr) minmax(calc(16ch + 1.7em), 52fr)',
  );
});
