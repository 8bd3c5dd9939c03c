/**
 * Latencies of many answers in few numbers that can be added up: how many fell into each of fixed bins whose borders
 * grow by a constant factor. Two histograms merge by adding their counts, so a quantile of any range comes from the
 * merged histogram, with the same bound on its error. Masson, Rim, Lee (2019), DDSketch, VLDB 12(12), with α = 0.05.
 */

/** A quantile is off by at most this share of itself; below 1 ms by at most 1 ms. */
export const LATENCY_RELATIVE_ERROR = 0.05;

const GROWTH = (1 + LATENCY_RELATIVE_ERROR) / (1 - LATENCY_RELATIVE_ERROR);
const LN_GROWTH = Math.log(GROWTH);

/** Holds everything longer than about a day. */
const LAST_BIN = 183;

/** Bin 0 holds up to 1 ms, bin i more than γ^(i−1) and up to γ^i ms. */
export function latencyBin(ms: number): number {
  return Math.min(LAST_BIN, Math.max(0, Math.ceil(Math.log(Math.max(ms, 1)) / LN_GROWTH)));
}

/** The same as an SQL expression of a column of milliseconds; null for null. */
export const latencyBinSql = (ms: string): string =>
  `case when ${ms} is not null then least(${LAST_BIN}, ceil(ln(greatest(${ms}, 1)) / ${LN_GROWTH}))::int end`;

export interface LatencyBin {
  readonly bin: number;
  readonly count: number;
}

/**
 * The latency in milliseconds below or at which a share `q` (above 0, up to 1) of the answers lies: of n answers in
 * order the ⌈q·n⌉-th. Null without answers.
 */
export function latencyQuantile(histogram: readonly LatencyBin[], q: number): number | null {
  const bins = [...histogram].sort((a, b) => a.bin - b.bin);
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(q * total));
  let below = 0;
  for (const { bin, count } of bins) {
    below += count;
    if (below >= rank) return midOf(bin);
  }
  return null;
}

/** The number whose relative distance to both borders of the bin is the same. */
const midOf = (bin: number): number => (bin === 0 ? 1 : (2 * GROWTH ** bin) / (GROWTH + 1));
