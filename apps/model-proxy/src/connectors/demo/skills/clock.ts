import type { Answer, Skill } from '../skill.js';

const DAY_MS = 86_400_000;
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });
const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });

const HOLIDAYS: Readonly<Record<string, readonly [month: number, day: number]>> = {
  christmas: [12, 25],
  'christmas eve': [12, 24],
  halloween: [10, 31],
  "valentine's day": [2, 14],
  'new year': [1, 1],
  "new year's eve": [12, 31],
};

/** Date and time. The demo does not know where the person is, so it speaks of UTC and says so. */
export const clock: Skill = ({ text }, { now }) => {
  if (
    /^(?:what (?:is the )?time(?: is it)?(?: now)?|what time (?:is it|do we have)(?: now)?|current time|tell me the time|(?:do you )?know what time it is)$/.test(
      text,
    )
  ) {
    return told(
      `${time.format(now)} UTC`,
      `It is ${time.format(now)} UTC. I do not know your time zone, so you may have to add or take away some hours.`,
    );
  }
  if (
    /^(?:what (?:is )?(?:the )?(?:day|date)(?: is (?:it|today))?(?: today)?|what (?:day|date) is (?:it|today)(?: today)?|what is (?:today|today's date|the date today|the current date)|current date|today's date|which day is (?:it|today))$/.test(
      text,
    )
  ) {
    return told(date.format(now), `Today is ${date.format(now)}, going by UTC.`);
  }
  if (
    /^(?:what (?:year|month) is (?:it|this)(?: now)?|(?:what|which) (?:year|month) do we have)$/.test(
      text,
    )
  ) {
    const year = now.getUTCFullYear();
    return told(`${year}`, `It is ${month.format(now)} ${year}.`);
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return countdown(text, now);
  const wanted =
    /\bhow (?:many days|long)(?: is it| are there| left)? (?:until|till|to|before) ([a-z0-9' -]+)$/.exec(
      text,
    )?.[1];
  return wanted === undefined ? undefined : countdown(wanted.replace(/^the /, ''), now);
};

function countdown(wanted: string, now: Date): Answer | undefined {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const target = dayOf(wanted, now.getUTCFullYear(), today);
  if (target === undefined) return undefined;
  const days = Math.round((target - today) / DAY_MS);
  const on = date.format(target);
  if (days < 0) return told(`${-days} days ago`, `That was ${on}, ${-days} days ago.`);
  return told(
    `${days} days`,
    days === 0
      ? `That is today, ${on}!`
      : `${days} ${days === 1 ? 'day' : 'days'}: it is on ${on}.`,
  );
}

function dayOf(wanted: string, year: number, today: number): number | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(wanted)) {
    const moment = Date.parse(`${wanted}T00:00:00Z`);
    return Number.isNaN(moment) ? undefined : moment;
  }
  const holiday = HOLIDAYS[wanted] ?? HOLIDAYS[wanted.replace(/ (?:day|eve)$/, '')];
  if (!holiday) return undefined;
  const thisYear = Date.UTC(year, holiday[0] - 1, holiday[1]);
  return thisYear >= today ? thisYear : Date.UTC(year + 1, holiday[0] - 1, holiday[1]);
}

const told = (brief: string, full: string): Answer => ({
  say: ({ style }) => (style === 'brief' ? brief : full),
});
