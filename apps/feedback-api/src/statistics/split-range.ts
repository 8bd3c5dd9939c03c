/** A span of time from its start up to, and without, its end; a missing bound is open. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
}

const TABLES = ['stats_minute', 'stats_hour', 'stats_day'] as const;
type RollupTable = (typeof TABLES)[number];

const MS: Readonly<Record<RollupTable, number>> = {
  stats_minute: 60_000,
  stats_hour: 3_600_000,
  stats_day: 86_400_000,
};

/** Rollups that together make up a span. */
export interface RollupPart {
  readonly table: RollupTable;
  readonly span: Span;
}

/**
 * A minute of the rollups cannot be divided: it belongs to the span in which it starts. So both bounds move to the
 * next full minute.
 */
export function toWholeMinutes({ from, to }: Span): Span {
  return spanOf(from && up(from, MS.stats_minute), to && up(to, MS.stats_minute));
}

/**
 * Splits a span so that as much as can be is read from whole days (UTC), then hours, then minutes: the same sum from
 * far fewer rows. Nothing coarser than `coarsest` is used.
 */
export function splitRange(span: Span, coarsest: RollupTable = 'stats_day'): RollupPart[] {
  return split(toWholeMinutes(span), TABLES.indexOf(coarsest));
}

function split({ from, to }: Span, level: number): RollupPart[] {
  const table = TABLES[level];
  if (!table) return [];
  const first = from && up(from, MS[table]);
  const end = to && new Date(Math.floor(to.getTime() / MS[table]) * MS[table]);
  // Too short for one whole bucket: all of it is finer.
  if (first && end && first >= end) return split(spanOf(from, to), level - 1);
  return [
    ...(from && first && from < first ? split({ from, to: first }, level - 1) : []),
    { table, span: spanOf(first, end) },
    ...(to && end && end < to ? split({ from: end, to }, level - 1) : []),
  ];
}

const up = (moment: Date, unit: number): Date =>
  new Date(Math.ceil(moment.getTime() / unit) * unit);

const spanOf = (from: Date | undefined, to: Date | undefined): Span => ({
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
});
