/** Numbers and times as the dashboard writes them. One place, so that another language needs one change. */
const locale = 'en';

const whole = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const moment = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const exactMoment = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'long',
  hourCycle: 'h23',
});
const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export const formatCount = (count: number): string => whole.format(count);

/** `12.3K` from ten thousand on, exact below. */
export const formatCompact = (count: number): string =>
  count < 10_000 ? whole.format(count) : compact.format(count);

/** A share from 0 to 1 as a percentage: whole from 10 % to 90 %, one decimal towards the ends. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const decimals = percent === 0 || percent === 100 || (percent >= 10 && percent <= 90) ? 0 : 1;
  return `${percent.toFixed(decimals)} %`;
}

export function formatMs(ms: number): string {
  if (ms < 1) return '< 1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return formatDuration(ms);
}

/** Money with as many places as a small sum needs: `$0.0065`, `€12.30`. */
export function formatCost({ amount, currency }: { amount: number; currency: string }): string {
  const digits = amount === 0 || amount >= 1 ? {} : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...digits }).format(amount);
}

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let amount = bytes / 1_000;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}

/** Up to four significant digits; a training metric may be 0.00012 or 48000. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Number(value.toPrecision(4)).toLocaleString(locale, { maximumSignificantDigits: 4 });
}

const formatDay = (time: string | Date): string => day.format(new Date(time));
export const formatMoment = (time: string | Date): string => moment.format(new Date(time));
export const formatExactMoment = (time: string | Date): string =>
  exactMoment.format(new Date(time));
export const formatClock = (time: string | Date | number): string => clock.format(new Date(time));

/** `now`, `4 min ago`, `3 h ago`; a date from a week on. */
export function formatAgo(time: string | Date, now: Date): string {
  const seconds = Math.round((now.getTime() - new Date(time).getTime()) / 1_000);
  if (seconds < 10) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return formatDay(time);
}

/** The first and the last characters of an id, enough to tell two apart; UUIDv7 differ at their end. */
export const shortId = (id: string): string => (id.length > 12 ? `…${id.slice(-6)}` : id);
