/** A whole number with the grouping of the language: 12,345. */
export function formatCount(value: number, language?: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** A large number in few characters: 12K. */
export function formatCompact(value: number, language?: string): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(
    value,
  );
}

/** A share from 0 to 1 as per cent. */
export function formatShare(value: number, language?: string, digits = 0): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: digits,
  }).format(value);
}

/** Milliseconds as a person says them: 830 ms, 2.4 s, 3 min. */
export function formatDuration(ms: number, language?: string): string {
  const [value, unit, digits] =
    ms < 1_000
      ? ([ms, 'millisecond', 0] as const)
      : ms < 60_000
        ? ([ms / 1_000, 'second', 1] as const)
        : ([ms / 60_000, 'minute', 0] as const);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}

/** Date and time of an ISO timestamp in the reader's zone. */
export function formatDateTime(timestamp: string, language?: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(timestamp),
  );
}

const steps = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
  ['week', 4.35],
  ['month', 12],
  ['year', Infinity],
] as const;

/** How long before (or after) `now`: “3 minutes ago”. */
export function formatRelative(timestamp: string, now: Date, language?: string): string {
  let value = (Date.parse(timestamp) - now.getTime()) / 1_000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of steps) {
    if (Math.abs(value) < size) return format.format(Math.round(value), unit);
    value /= size;
  }
  return format.format(Math.round(value), 'year');
}
