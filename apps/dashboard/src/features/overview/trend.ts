import type { ShareWithInterval } from '@koi/contracts/http';

/** How a number differs from the one of the time before. */
export interface Trend {
  readonly text: string;
  readonly direction: 'up' | 'down' | 'same';
  /** Whether that is good news; without it, it is neither good nor bad. */
  readonly good?: boolean;
}

/** `more`: whether more of it is good, bad, or neither. */
export type Meaning = 'good' | 'bad' | 'neither';

/** A relative difference; undefined where both are nothing. */
export function trendOf(now: number, before: number, more: Meaning = 'neither'): Trend | undefined {
  if (now === 0 && before === 0) return undefined;
  if (before === 0) return { text: 'new', ...judged('up', more) };
  const change = (now - before) / before;
  const percent = Math.round(Math.abs(change) * 100);
  if (percent === 0) return { text: '0 %', direction: 'same' };
  const text = change > 9 ? `× ${Math.round(now / before)}` : `${percent} %`;
  return { text, ...judged(change > 0 ? 'up' : 'down', more) };
}

/**
 * A difference in percentage points. It is good or bad news only where the intervals do not overlap, else it may be
 * chance.
 */
export function shareTrend(
  now: ShareWithInterval | null,
  before: ShareWithInterval | null,
  more: Meaning,
): Trend | undefined {
  if (!now || !before) return undefined;
  const points = (now.value - before.value) * 100;
  const text = `${Math.abs(points).toFixed(1)} pp`;
  if (text === '0.0 pp') return { text, direction: 'same' };
  const apart = now.low > before.high || before.low > now.high;
  return { text, ...judged(points > 0 ? 'up' : 'down', apart ? more : 'neither') };
}

function judged(
  direction: 'up' | 'down',
  more: Meaning,
): { direction: 'up' | 'down'; good?: boolean } {
  if (more === 'neither') return { direction };
  return { direction, good: (direction === 'up') === (more === 'good') };
}
