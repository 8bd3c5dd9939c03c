import type { LeaderboardRow } from '@koi/contracts/http';

/** A stretch of ratings that holds every interval with some room, for drawing. */
export interface RatingScale {
  readonly low: number;
  readonly high: number;
  /** Where a rating lies, in percent of the stretch; what lies outside stands at its edge. */
  place(rating: number): number;
  readonly ticks: readonly number[];
}

/** A row whose strength has a limit. */
export type RatedRow = LeaderboardRow & Record<'rating' | 'low' | 'high', number>;

export const isRated = (row: LeaderboardRow): row is RatedRow => row.rating !== null;

/** Beyond this distance from 1000 an interval is cut off at the edge: one unbounded model would flatten all others. */
const FARTHEST = 800;

export function ratingScale(rows: readonly Pick<RatedRow, 'low' | 'high'>[]): RatingScale {
  const near = (rating: number) => Math.min(1_000 + FARTHEST, Math.max(1_000 - FARTHEST, rating));
  const lowest = Math.min(...rows.map(({ low }) => near(low)), 1_000);
  const highest = Math.max(...rows.map(({ high }) => near(high)), 1_000);
  const room = Math.max(20, (highest - lowest) * 0.06);
  const [low, high] = [lowest - room, highest + room];
  const step = [25, 50, 100, 200, 400].find((size) => (high - low) / size <= 5) ?? 400;
  const first = Math.ceil(low / step) * step;
  return {
    low,
    high,
    place: (rating) => Math.min(100, Math.max(0, ((rating - low) / (high - low)) * 100)),
    ticks: Array.from(
      { length: Math.floor((high - first) / step) + 1 },
      (_, index) => first + index * step,
    ),
  };
}
