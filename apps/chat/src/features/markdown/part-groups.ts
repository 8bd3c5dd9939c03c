import type { Token, Tokens } from 'marked';

/** A group is full with eight blocks, or with 1,500 characters: few enough that setting it takes no long task. */
const BLOCKS = 8;
const CHARACTERS = 1_500;
/** Items of a list, or rows of a table. */
const PARTS = 16;
/** A table of so many rows is laid out as a whole, with columns as wide as all of them need. */
export const LONG_TABLE_ROWS = 2 * PARTS;

type Groups<Part> = readonly (readonly Part[])[];

/**
 * Puts blocks into groups, and gives a group back as the same array when all of its blocks are the same as before: what
 * does not change in a growing answer is then neither compared, nor laid out, nor painted again.
 */
export const groupBlocks = (blocks: readonly Token[], before: Groups<Token>): Groups<Token> =>
  group(blocks, before, ({ raw }) => 1 / BLOCKS + raw.length / CHARACTERS);

/** The same for the items of a list, or the rows of a table. */
export const groupParts = <Part>(parts: readonly Part[], before: Groups<Part>): Groups<Part> =>
  group(parts, before, () => 1 / PARTS);

/** Whether the rows of a table are laid out by themselves, in groups. */
export const isLongTable = ({ rows }: Tokens.Table): boolean => rows.length > LONG_TABLE_ROWS;

/** In how many groups a browser can set a block: the items of a list, or the rows of a long table. */
export function partGroups(token: Token): number {
  if (token.type === 'list') return Math.ceil((token as Tokens.List).items.length / PARTS);
  if (token.type !== 'table' || !isLongTable(token as Tokens.Table)) return 1;
  return Math.ceil((token as Tokens.Table).rows.length / PARTS);
}

/** What a part weighs counts only for the parts after it: the last one may grow. */
function group<Part>(
  parts: readonly Part[],
  before: Groups<Part>,
  weightOf: (part: Part) => number,
): Groups<Part> {
  const groups: (readonly Part[])[] = [];
  let start = 0;
  while (start < parts.length) {
    let end = start;
    for (let weight = 0; end < parts.length && weight < 1; end++)
      weight += weightOf(parts[end] as Part);
    const added = parts.slice(start, end);
    const known = before[groups.length];
    const same =
      known?.length === added.length && added.every((part, index) => part === known[index]);
    groups.push(same ? known : added);
    start = end;
  }
  return groups;
}
