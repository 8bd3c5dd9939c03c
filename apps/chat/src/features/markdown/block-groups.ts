import type { Token } from 'marked';

/** Blocks a group: few enough that laying one out is short, enough that a long answer has few groups. */
const SIZE = 8;

/**
 * Puts blocks into groups of eight, and gives a group back as the same array when all of its blocks are the same as
 * before: what does not change in a growing answer is then neither compared, nor laid out, nor painted again.
 */
export function groupBlocks(
  blocks: readonly Token[],
  before: readonly (readonly Token[])[],
): (readonly Token[])[] {
  const groups: (readonly Token[])[] = [];
  for (let start = 0; start < blocks.length; start += SIZE) {
    const group = blocks.slice(start, start + SIZE);
    const known = before[groups.length];
    const same =
      known?.length === group.length && group.every((token, index) => token === known[index]);
    groups.push(same ? known : group);
  }
  return groups;
}
