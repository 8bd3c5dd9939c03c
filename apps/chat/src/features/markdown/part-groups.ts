import type { Token, Tokens } from 'marked';

/** A group is full with eight blocks, or with 1,500 characters: few enough that setting it takes no long task. */
const BLOCKS = 8;
const CHARACTERS = 1_500;
/** Items of a list, or rows of a table. */
const PARTS = 16;

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

/** How many groups the items of a list make; of a table, which is one for its layout, one. */
export const listGroups = (token: Token): number =>
  token.type === 'list' ? Math.ceil((token as Tokens.List).items.length / PARTS) : 1;

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
