import type { Step } from '../filters/address.js';

const locale = 'en';

/** Texts of a bucket: short for the axis, whole for tooltip and table. Times are in `timeZone`. */
export function bucketLabels(timeZone: string): {
  axis: (start: string, step: Step) => string;
  whole: (start: string, step: Step) => string;
} {
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' });
  const wholeDay = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return {
    axis(start, step) {
      const time = new Date(start);
      if (step === 'day') return day.format(time);
      const text = clock.format(time);
      // Midnight says which day begins.
      return text === '00:00' ? day.format(time) : text;
    },
    whole(start, step) {
      const time = new Date(start);
      return step === 'day' ? wholeDay.format(time) : moment.format(time);
    },
  };
}
