import { dayParts, luggage, weekThemes } from '../knowledge/plans.js';
import type { Answer, Skill, Voice } from '../skill.js';

const DAY =
  /\b(?:day|today|tomorrow|morning|evening|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/;

/** What to take along: “a packing list for a weekend in the mountains”. */
export const packing: Skill = ({ text }) => {
  if (
    !/\bpacking list\b|\bwhat (?:should|do|must|to) (?:i |we )?(?:need to )?(?:pack|take|bring)\b/.test(
      text,
    )
  )
    return undefined;
  const place = luggage.places.find(({ asked }) => asked.test(text));
  const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
  return {
    about: 'the packing list',
    say: ({ style, random }) => {
      const own = place?.items ?? [];
      if (style === 'brief')
        return list([...random.some(own, 4), ...luggage.always.slice(0, own.length > 0 ? 2 : 5)]);
      const opening = random.pick([
        'Here is a list to start from:',
        'I would not leave without these:',
        'My list, for you to strike things out of:',
      ]);
      const always = style === 'detailed' ? luggage.always : random.some(luggage.always, 5);
      const parts = [`**Always**\n\n${list(always)}`];
      if (place) parts.push(`**For ${place.name}**\n\n${list(place.items)}`);
      const closing =
        style === 'detailed'
          ? 'Lay everything out first, and then take away a third.'
          : random.pick([
              'Did I forget something for you?',
              'Wear the heaviest shoes on the way.',
              '',
            ]);
      return [opening, ...parts, closing].filter((part) => part !== '').join('\n\n');
    },
    follow: {
      why: () =>
        'Almost everything can be bought elsewhere, your back cannot: so the list is short.',
    },
  };
};

/** Plans for a day, from parts that are drawn, and for anything longer, as a frame. */
export const planning: Skill = ({ text, words }) => {
  if (words.length > 40 || /^(?:what (?:is|are)|why|who)\b/.test(text)) return undefined;
  if (!/\b(?:plan|schedule|routine|itinerary)\b/.test(text)) return undefined;
  return DAY.test(text) && !/\b(?:week|month|year)s?\b/.test(text) ? dayPlan(text) : weekPlan(text);
};

function dayPlan(text: string): Answer {
  const kind = /\b(?:calm|quiet|relaxed|lazy|perfect|nice|good|free|rainy|busy)\b/.exec(text)?.[0];
  const day = DAY.exec(text)?.[0] ?? 'day';
  const title = `${kind ? `${kind} ` : ''}${/day$/.test(day) && day !== 'day' ? capital(day) : day}`;
  const drawn = ({ random }: Voice): (readonly [string, string])[] =>
    dayParts.map(([part, options]) => [part, random.pick(options)]);
  return {
    about: `the plan for a ${title}`,
    say: (voice) => {
      const parts = drawn(voice);
      const list = parts.map(([part, what]) => `- **${part}:** ${what}`);
      if (voice.style === 'brief')
        return voice.random
          .some(list, 3)
          .sort((one, other) => list.indexOf(one) - list.indexOf(other))
          .join('\n');
      const opening = voice.random.pick([
        `A ${title} could go like this:`,
        `How about this for a ${title}?`,
        `Drawn from my small box of good days, a ${title}:`,
      ]);
      if (voice.style === 'friendly')
        return `${opening}\n\n${list.join('\n')}\n\nSay “again” and I draw another one.`;
      const rows = parts.map(([part, what]) => `| ${part} | ${what} |`).join('\n');
      return `${opening}\n\n| When | What |\n|---|---|\n${rows}\n\nLeave one line out: a day with a gap in it is calmer than a full one. Say “again” for another draw.`;
    },
    follow: { why: () => 'Few things, none of them in a hurry: that is all the secret I have.' },
  };
}

function weekPlan(text: string): Answer {
  const goal = (
    /\b(?:plan|schedule|routine) (?:for|to|about) (?:a |an |my |the )?(.+)$/.exec(text)?.[1] ??
    /\bplan (?:a|an|my|the) (.+)$/.exec(text)?.[1] ??
    'your goal'
  )
    .replace(/ for (?:me|us)$/, '')
    .slice(0, 80);
  const weeks = weekThemes(goal);
  return {
    about: `the plan for ${goal}`,
    say: ({ style, random }) => {
      if (style === 'brief')
        return weeks.map(([theme], week) => `${week + 1}. ${theme}`).join('\n');
      const honest = random.pick([
        'A demo knows nothing about your situation, so here is a frame that fits most things:',
        `A general four-week frame for ${goal}, to be filled with what you know better than I:`,
      ]);
      if (style === 'friendly' && random.next() < 0.5) {
        const list = weeks.map(([theme, what], week) => `${week + 1}. **${theme}:** ${what}.`);
        return `${honest}\n\n${list.join('\n')}`;
      }
      const rows = weeks.map(([theme, what], week) => `| ${week + 1} | ${theme} | ${what} |`);
      return `${honest}\n\n| Week | Theme | What to do |\n|---|---|---|\n${rows.join('\n')}`;
    },
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
