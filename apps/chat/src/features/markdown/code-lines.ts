/** Lines of code that are laid out together. */
const LINES = 12;

/** A run of code, plain or with the class of its colour. */
export type Coloured = string | ColouredRun;

interface ColouredRun {
  readonly className: string;
  readonly children: readonly Coloured[];
}

/** Cuts code into pieces of a few lines, each with its line ends. */
export function inPieces(code: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (start < code.length) {
    let end = start;
    for (let line = 0; line < LINES && end < code.length; line++) {
      const found = code.indexOf('\n', end);
      end = found < 0 ? code.length : found + 1;
    }
    pieces.push(code.slice(start, end));
    start = end;
  }
  return pieces;
}

/** Cuts coloured code into the same pieces; what is coloured over a cut is coloured on both sides of it. */
export function colouredPieces(
  coloured: readonly Coloured[],
  pieces: readonly string[],
): Coloured[][] {
  let rest = coloured;
  return pieces.map(({ length }) => {
    const [piece, after] = cut(rest, length);
    rest = after;
    return piece;
  });
}

function cut(runs: readonly Coloured[], length: number): [Coloured[], Coloured[]] {
  let left = length;
  for (const [index, run] of runs.entries()) {
    const size = sizeOf(run);
    if (size <= left) {
      left -= size;
      continue;
    }
    const [before, after] = [runs.slice(0, index), runs.slice(index + 1)];
    if (left === 0) return [before, [run, ...after]];
    if (typeof run === 'string')
      return [
        [...before, run.slice(0, left)],
        [run.slice(left), ...after],
      ];
    const [first, second] = cut(run.children, left);
    return [
      [...before, { ...run, children: first }],
      [{ ...run, children: second }, ...after],
    ];
  }
  return [[...runs], []];
}

const sizeOf = (run: Coloured): number =>
  typeof run === 'string'
    ? run.length
    : run.children.reduce((sum, child) => sum + sizeOf(child), 0);
