import type { Splits } from './behaviour.js';

/** Cuts a byte stream, handed over buffer by buffer, at positions counted from its beginning. */
export function byteSplitter(splits: Splits | undefined): (bytes: Buffer) => Buffer[] {
  if (!splits) return (bytes) => [bytes];
  const nextCut = cuts(splits);
  let position = 0;
  let cut = nextCut(0);
  return (bytes) => {
    const pieces: Buffer[] = [];
    let start = 0;
    while (cut < position + bytes.length) {
      const end = cut - position;
      if (end > start) pieces.push(bytes.subarray(start, end));
      start = Math.max(start, end);
      cut = nextCut(cut);
    }
    pieces.push(bytes.subarray(start));
    position += bytes.length;
    return pieces;
  };
}

/** Gives the first cut behind a position. */
function cuts(splits: Splits): (position: number) => number {
  if ('at' in splits) {
    const sorted = [...splits.at].sort((a, b) => a - b);
    return (position) => sorted.find((at) => at > position) ?? Infinity;
  }
  if ('every' in splits) return (position) => position + Math.max(1, splits.every);
  const { longest = 7 } = splits;
  let state = splits.randomSeed >>> 0;
  return (position) => {
    // A linear congruential generator (Numerical Recipes): the same seed cuts alike on every machine.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return position + 1 + Math.floor((state / 2 ** 32) * longest);
  };
}
