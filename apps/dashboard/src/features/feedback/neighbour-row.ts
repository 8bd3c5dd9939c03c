/** Which row a key leads to, from the row at `here` (−1: none) of `count`; undefined for keys that lead nowhere. */
export function neighbourRow(key: string, here: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return Math.min(count - 1, here + 1);
  if (key === 'ArrowUp') return Math.max(0, here - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
