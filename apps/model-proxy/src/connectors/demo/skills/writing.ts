import { ideas } from '../knowledge/ideas.js';
import { plainly, type Answer, type Skill, type Voice } from '../skill.js';

const WRITE =
  /^(?:(?:can|could|would) you |help me |i (?:need|want) (?:you to |to )?)?(?:write|draft|compose|make|prepare|give|create|suggest|generate|list|come up with|tell|plan|an?|some|any|ideas|what)\b/;

/** Lists of ideas, very short stories, outlines. */
export const writing: Skill = ({ text, words }) => {
  if (words.length > 60 || !WRITE.test(text)) return undefined;
  if (
    /\bideas?\b|\bsuggestions?\b|\bsuggest\b|\brecommend|\bnames? for\b|\bwhat (?:should|can|could) (?:i|we) (?:do|cook|eat|make|write|give|build)\b/.test(
      text,
    )
  )
    return ideaList(text);
  if (/\b(?:story|tale|fairy tale)\b/.test(text)) return story;
  if (/\b(?:essay|report|thesis|novel|speech|cover letter|cv|resume)\b/.test(text))
    return outline(text);
  return undefined;
};

function ideaList(text: string): Answer {
  const list = ideas.find(({ asked }) => asked.test(text));
  if (!list) {
    return plainly(
      `I have idea lists for ${ideas.map(({ about }) => about).join(', ')}, and none for that. Asking three people for their worst idea often gets you a good one.`,
      `None of my lists fits that. I have some for ${ideas.map(({ about }) => about).join(', ')}.`,
    );
  }
  const fresh = ({ told, random }: Voice, count: number): string[] =>
    random.some(
      list.items.filter((item) => !told(item)),
      count,
    );
  const bullets = (items: readonly string[]): string =>
    items.length > 0
      ? items.map((item) => `- ${item}`).join('\n')
      : 'That was all I have on my list.';
  return {
    about: `ideas for ${list.about}`,
    say: (voice) => {
      if (voice.style === 'brief') return bullets(fresh(voice, 3));
      const items = fresh(voice, voice.style === 'friendly' ? 4 : list.items.length);
      const opening = voice.random.pick([
        `Some ideas for ${list.about}:`,
        'How about one of these?',
        'From my list:',
      ]);
      const closing = voice.random.pick(['Say “more” for others.', 'Which one comes closest?', '']);
      return [opening, bullets(items), closing].filter((part) => part !== '').join('\n\n');
    },
    follow: {
      more: (voice) => bullets(fresh(voice, 3)),
      again: (voice) => bullets(fresh(voice, 3)),
    },
  };
}

const STORIES = [
  'A gardener planted a clock. Nothing came up in spring, and nothing in summer. In autumn the neighbours laughed. In winter, under the snow, it struck twelve, and every tree in the garden put out one green leaf to see what time it was.',
  'The smallest koi in the pond asked the oldest why he always swam against the stream. “There is no stream,” said the old one, “but the habit keeps the pond moving.”',
  'The lighthouse keeper wrote a letter each evening and put it into a bottle. After forty years one came back. It said, in another hand: “We see your light. We had been wondering whom to thank.”',
];

const story: Answer = {
  about: 'the story',
  say: ({ random, told, style }) => {
    const left = STORIES.filter((each) => !told(each));
    if (left.length === 0) return 'Those three were all the stories I have.';
    const chosen = random.pick(left);
    return style === 'detailed'
      ? `Here is a very short one that came with me:\n\n${chosen}\n\nI cannot invent new ones, but I have two more.`
      : chosen;
  },
};

function outline(text: string): Answer {
  const kind =
    /\b(?:essay|report|thesis|novel|speech|cover letter|cv|resume)\b/.exec(text)?.[0] ?? 'text';
  return {
    about: `the ${kind}`,
    say: ({ style, random }) => {
      const honest = random.pick([
        `A demo cannot write a whole ${kind}, but here is an outline:`,
        `I can only offer the bones of the ${kind}:`,
      ]);
      const parts = [
        '**Opening:** the one thing the reader should remember',
        '**Background:** what they need to know to follow',
        '**Main part:** three points, the strongest last, each with an example',
        '**The other side:** the best objection, answered fairly',
        '**Ending:** back to the opening, one step further',
      ];
      const kept = style === 'brief' ? [0, 2, 4].map((position) => parts[position]) : parts;
      return `${style === 'brief' ? '' : `${honest}\n\n`}${kept.map((part, position) => `${position + 1}. ${part}`).join('\n')}`;
    },
  };
}
