import { comparisons, type ComparedPair } from '../knowledge/comparisons.js';
import { topicsNamedIn } from '../knowledge/library.js';
import type { Answer, Skill, Voice } from '../skill.js';

const FORMS: readonly RegExp[] = [
  /^(?:(?:can|could) you )?compare (.+?) (?:and|with|to|against|vs\.?|versus) (.+)$/,
  /\b(?:differences?|comparison) (?:between|of) (.+?) (?:and|vs\.?|versus) (.+)$/,
  /^(?:(?:which|what) is better|should i (?:choose|take|use|learn|get)|what do you prefer)[:,]? (.+?) or (.+)$/,
  /^(.+?) (?:vs\.?|versus) (.+)$/,
  /^how (?:is|are|does|do) (.+?) (?:different|differ) from (.+)$/,
  /^(?:is|are) (.+?) better than (.+)$/,
];

/** Lays two things side by side in a table. */
export const comparison: Skill = ({ text, words }) => {
  if (words.length > 24) return undefined;
  for (const form of FORMS) {
    const match = form.exec(text);
    if (match) return compare(bare(match[1] ?? ''), bare(match[2] ?? ''));
  }
  return undefined;
};

const bare = (side: string): string =>
  side
    .trim()
    .replace(/^(?:a|an|the|some|between|learn(?:ing)?|us(?:e|ing)) /, '')
    .replace(/ (?:(?:in|as) an? (?:\w+ )?table|for me|in (?:short|detail))$/, '');

function compare(one: string, other: string): Answer {
  const pair = comparisons.find(({ spelled }) => matches(spelled, one, other));
  if (pair)
    return table(
      pair,
      matches(pair.spelled, other, one) && !matchesInOrder(pair.spelled, one, other),
    );

  const [first] = topicsNamedIn(one);
  const [second] = topicsNamedIn(other);
  if (first && second && first !== second) {
    return {
      about: `${first.title} and ${second.title}`,
      say: ({ style, random }) => {
        const rows = [
          `| | ${first.title} | ${second.title} |\n|---|---|---|`,
          `| What | ${first.gist} | ${second.gist} |`,
          ...(style === 'brief' ? [] : [`| Why | ${first.why} | ${second.why} |`]),
          ...(style === 'detailed'
            ? [`| Worth knowing | ${first.points[0]} | ${second.points[0]} |`]
            : []),
        ].join('\n');
        const opening = random.pick([
          'I have no comparison of these two, but a note on each:',
          'My two notes, side by side:',
        ]);
        return style === 'brief' ? rows : `${opening}\n\n${rows}`;
      },
    };
  }
  return {
    about: `${one} and ${other}`,
    say: ({ style, random }) => {
      const honest = random.pick([
        `I have no notes to compare ${one} with ${other}, and inventing them would not help you.`,
        `Comparing ${one} with ${other} is beyond my notes.`,
      ]);
      if (style === 'brief') return honest;
      const frame = `| Question | ${one} | ${other} |\n|---|---|---|\n| What does it cost, now and later? | | |\n| How well does it do the main job? | | |\n| How hard is it to change your mind later? | | |`;
      const known = comparisons.map(({ sides }) => sides.join(' vs ')).slice(0, 12);
      return `${honest} An empty table to fill in yourself may:\n\n${frame}${style === 'detailed' ? `\n\nI can compare: ${random.some(known, 5).join(', ')}.` : ''}`;
    },
  };
}

const matchesInOrder = (spelled: ComparedPair['spelled'], one: string, other: string): boolean =>
  spelled[0].test(one) && spelled[1].test(other);
const matches = (spelled: ComparedPair['spelled'], one: string, other: string): boolean =>
  matchesInOrder(spelled, one, other) || matchesInOrder(spelled, other, one);

function table({ sides, rows, verdict }: ComparedPair, swapped: boolean): Answer {
  const [left, right] = swapped ? [sides[1], sides[0]] : sides;
  const line = (row: ComparedPair['rows'][number]): string =>
    swapped ? `| ${row[0]} | ${row[2]} | ${row[1]} |` : `| ${row[0]} | ${row[1]} | ${row[2]} |`;
  const all = (count: number, { random }: Voice): string => {
    const kept = new Set(random.some(rows, count));
    return [
      `| | ${left} | ${right} |`,
      '|---|---|---|',
      ...rows.filter((row) => kept.has(row)).map(line),
    ].join('\n');
  };
  return {
    about: `${left} and ${right}`,
    say: (voice) => {
      if (voice.style === 'brief') return voice.random.next() < 0.5 ? verdict : all(2, voice);
      const opening = voice.random.pick([
        `${left} and ${right}, side by side:`,
        'Here is how they compare:',
        'In a table:',
      ]);
      if (voice.style === 'friendly') {
        return voice.random.next() < 0.6
          ? `${opening}\n\n${all(3, voice)}\n\n${verdict}`
          : `${verdict}\n\n${all(rows.length, voice)}`;
      }
      return `${opening}\n\n${all(rows.length, voice)}\n\n**In short.** ${verdict} That is a rule of thumb from a demo’s notes, so weigh it with your own case.`;
    },
    follow: {
      why: ({ told }) =>
        told(verdict)
          ? 'The rows of the table are my reasons; the rest is a rule of thumb.'
          : verdict,
      shorter: () => verdict,
      longer: (voice) => `${all(rows.length, voice)}\n\n${verdict}`,
    },
  };
}
