import type { Tokens } from 'marked';
import { LONG_TABLE_ROWS } from './part-groups.js';

/** How wide a column is at least, and how much of the width it takes beside the others, in characters. */
const LEAST = { from: 2, to: 16 };
const SHARE = { from: 4, to: 48 };
/** A text is broken into so many lines, rather than that the table scrolls. */
const LINES = 3;
/** What stands beside the text of a cell, as the style sheet has it, and in characters. */
const PADDING_EM = 1.7;
const PADDING = 4;

/** Style of a long table: the tracks of each row, and the width below which the table scrolls. */
export interface Columns {
  readonly '--columns': string;
  readonly '--least': string;
}

/**
 * The columns of a long table by the texts of its head and of its first rows alone: so they stay as they are however many
 * rows come, and are the same when the table is opened anew. Longer words in later rows are broken.
 */
export function columnsOf({ header, rows }: Tokens.Table): Columns {
  const seen = [header, ...rows.slice(0, LONG_TABLE_ROWS)];
  const widths = header.map((_, index) => {
    const texts = seen.map((row) => (row[index]?.text ?? '').replace(/[*_`~]+/g, ''));
    const share = within(SHARE, texts.map(lengthOf));
    const words = texts.flatMap((text) => text.split(/\s/)).map(lengthOf);
    return { share, least: within(LEAST, [share / LINES, ...words].map(Math.ceil)) };
  });
  const sum = widths.reduce((total, { least }) => total + least, 0);
  return {
    '--columns': widths
      .map(({ least, share }) => `minmax(calc(${least}ch + ${PADDING_EM}em), ${share + PADDING}fr)`)
      .join(' '),
    '--least': `calc(${sum}ch + ${Math.round(widths.length * PADDING_EM * 10) / 10}em)`,
  };
}

const lengthOf = (text: string): number => [...text].length;

/** The greatest of lengths, between two bounds. */
const within = ({ from, to }: { from: number; to: number }, lengths: readonly number[]): number =>
  Math.min(
    to,
    lengths.reduce((greatest, length) => Math.max(greatest, length), from),
  );
