/** A span of time from its start up to, and without, its end; a missing bound is open. */
export interface Span {
  readonly from?: Date;
  readonly to?: Date;
}

/** Rows that together make up a span: those of one table whose buckets begin in its part of it. */
interface Part<Table extends string> {
  readonly table: Table;
  readonly span: Span;
}

/** A table of buckets, and when the bucket of a moment and the one after it begin (UTC). */
interface Level<Table extends string> {
  readonly table: Table;
  readonly begins: (moment: Date, after: 0 | 1) => Date;
}

/** Buckets of equal length, in milliseconds. */
const every =
  (ms: number): Level<string>['begins'] =>
  (moment, after) =>
    new Date((Math.floor(moment.getTime() / ms) + after) * ms);

const minute = every(60_000);
const hour = every(3_600_000);
const day = every(86_400_000);
const month: Level<string>['begins'] = (moment, after) =>
  new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + after));

const ROLLUPS = [
  { table: 'stats_minute', begins: minute },
  { table: 'stats_hour', begins: hour },
  { table: 'stats_day', begins: day },
] as const;
type RollupTable = (typeof ROLLUPS)[number]['table'];
export interface RollupPart extends Part<RollupTable> {
  /** Buckets of the span that are not in it. */
  readonly without?: readonly Date[];
  /** The buckets of the span that are in it, where not all are. */
  readonly within?: readonly Date[];
}

/** Messages, and who sent any in an hour, day or month. */
const PEOPLE = [
  { table: 'turn', begins: minute },
  { table: 'participant_hour', begins: hour },
  { table: 'participant_day', begins: day },
  { table: 'participant_month', begins: month },
] as const;
export type PeoplePart = Part<(typeof PEOPLE)[number]['table']>;

/**
 * A minute of the rollups cannot be divided: it belongs to the span in which it starts. So both bounds move to the
 * next full minute.
 */
export function toWholeMinutes({ from, to }: Span): Span {
  return spanOf(from && up(from, minute), to && up(to, minute));
}

/**
 * Splits a span so that as much as can be is read from whole days (UTC), then hours, then minutes: the same sum from
 * far fewer rows. Nothing coarser than `coarsest` is used.
 */
export function splitRange(span: Span, coarsest: RollupTable = 'stats_day'): RollupPart[] {
  const levels = ROLLUPS.slice(0, ROLLUPS.findIndex(({ table }) => table === coarsest) + 1);
  return split(toWholeMinutes(span), levels);
}

/**
 * Splits a span so that every bucket lies in one step of a series; `times` are the starts of its steps. Hours do, but where
 * clocks are half an hour off a day begins within one: that hour is read by minutes.
 */
export function splitSteps(span: Span, times: readonly Date[]): RollupPart[] {
  const cut = times
    .filter((time) => hour(time, 0).getTime() !== time.getTime())
    .map((time) => hour(time, 0));
  if (cut.length === 0) return splitRange(span, 'stats_hour');
  const minutes = cut.flatMap((start) =>
    Array.from({ length: 60 }, (_, index) => new Date(start.getTime() + index * 60_000)),
  );
  return splitRange(span, 'stats_hour').flatMap((part): RollupPart[] =>
    part.table === 'stats_hour'
      ? [
          { ...part, without: cut },
          { table: 'stats_minute', span: part.span, within: minutes },
        ]
      : [part],
  );
}

/** Splits a span for counting people, from whole months down to single messages. */
export const splitPeople = (span: Span): PeoplePart[] => split(toWholeMinutes(span), PEOPLE);

function split<Table extends string>(
  { from, to }: Span,
  levels: readonly Level<Table>[],
): Part<Table>[] {
  const level = levels.at(-1);
  if (!level) return [];
  const finer = levels.slice(0, -1);
  const first = from && up(from, level.begins);
  const end = to && level.begins(to, 0);
  // Too short for one whole bucket: all of it is finer.
  if (first && end && first >= end) return split(spanOf(from, to), finer);
  return [
    ...(from && first && from < first ? split({ from, to: first }, finer) : []),
    { table: level.table, span: spanOf(first, end) },
    ...(to && end && end < to ? split({ from: end, to }, finer) : []),
  ];
}

function up(moment: Date, begins: Level<string>['begins']): Date {
  const start = begins(moment, 0);
  return start < moment ? begins(moment, 1) : start;
}

const spanOf = (from: Date | undefined, to: Date | undefined): Span => ({
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
});
