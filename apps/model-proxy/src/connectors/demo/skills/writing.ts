import { ideas } from '../knowledge/ideas.js';
import { plainly, type Answer, type Skill, type Voice } from '../skill.js';

const EMAIL = /\b(?:e-?mail|message|letter|note|reply)\b/;
const WRITE =
  /^(?:(?:can|could|would) you |help me |i (?:need|want) (?:you to |to )?)?(?:write|draft|compose|make|prepare|give|create|suggest|generate|list|come up with|tell|plan|an?|some|any|ideas|what)\b/;

/** Drafts: emails, plans, lists of ideas, very short stories. Templates, filled in with the person's own words. */
export const writing: Skill = ({ raw, text, words }) => {
  if (words.length > 60 || !WRITE.test(text)) return undefined;
  if (
    EMAIL.test(text) &&
    /\b(?:write|draft|compose|prepare|create|e-?mail to|letter to)\b/.test(text)
  )
    return email(raw);
  if (/\bplan\b|\bschedule\b|\broutine\b/.test(text) && !/^what (?:is|are)\b/.test(text))
    return plan(text);
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

function email(raw: string): Answer {
  const flat = raw.replace(/\s+/g, ' ').replace(/[.!?]+$/, '');
  const to =
    /\bto (?:my |the |our )?([\p{L}' -]{2,30}?)(?= (?:about|asking|saying|that|to|for|because|and|telling|who|,)|$)/iu.exec(
      flat,
    )?.[1];
  const purpose =
    /\b(?:about|asking (?:for|about|if|whether|to)|saying(?: that)?|telling (?:them|him|her)(?: that)?|because|that|to say|for|regarding) (.+)$/i.exec(
      to ? flat.slice(flat.indexOf(to) + to.length) : flat,
    )?.[1];
  const subject = mine(purpose ?? '');
  const name = to ? capital(to.trim()) : '[name]';
  const topic = subject || '[your topic]';
  return {
    about: 'the email',
    say: (voice) => {
      const { style, random } = voice;
      if (style === 'brief') return random.pick([short(name, topic), casual(name, topic)]);
      const body =
        style === 'detailed'
          ? formal(name, topic)
          : random.pick([friendly(name, topic), casual(name, topic)]);
      const opening = random.pick([
        'A draft to start from:',
        'How about this?',
        'Here is a template with your words in it:',
      ]);
      const closing =
        style === 'detailed'
          ? '\n\nFill in what stands in brackets. Ask for “shorter”, or say “make it formal” or “make it casual”.'
          : '';
      return `${opening}\n\n${body}${closing}`;
    },
    change: ({ text }) => {
      if (
        /\bformal\b|\bpolite\b|\bprofessional\b/.test(text) &&
        !/\b(?:less|in)formal\b|\bless\b/.test(text)
      )
        return draft(formal(name, topic));
      if (/\bcasual\b|\binformal\b|\bless formal\b|\brelaxed\b|\bfriendl/.test(text))
        return draft(casual(name, topic));
      return undefined;
    },
    follow: { shorter: () => short(name, topic), longer: () => formal(name, topic) },
  };
}

const draft = (body: string): Answer => ({ ...plainly(body), about: 'the email' });

const short = (name: string, topic: string): string =>
  quote(
    `Hi ${name},\n\na quick note about ${topic}. Does that work for you?\n\nThanks!\n[your name]`,
  );
const casual = (name: string, topic: string): string =>
  quote(
    `Hi ${name},\n\nhope you are well! I wanted to ask you about ${topic}. Let me know what you think; no rush.\n\nCheers\n[your name]`,
  );
const friendly = (name: string, topic: string): string =>
  quote(
    `**Subject:** ${capital(topic)}\n\nHello ${name},\n\nI am writing about ${topic}. Could you let me know by [day] whether that suits you? If not, I am glad to find another way.\n\nMany thanks and best wishes\n[your name]`,
  );
const formal = (name: string, topic: string): string =>
  quote(
    `**Subject:** ${capital(topic)}\n\nDear ${name},\n\nI am writing to you regarding ${topic}.\n\n[One sentence of background: what has happened, and since when.]\n\nI would be grateful if you could confirm by [date]. Should you need anything further from me, please let me know.\n\nKind regards\n[your name]`,
  );

const quote = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

/** Turns “my day off” of the request into what the writer would say; keeps it to a line. */
const mine = (words: string): string =>
  words
    .trim()
    .replace(/\s+please$/i, '')
    .slice(0, 120);

function plan(text: string): Answer {
  const goal = (
    /\b(?:plan|schedule|routine) (?:for|to|about) (?:a |an |my |the )?(.+)$/.exec(text)?.[1] ??
    /\bplan (?:a|an|my|the) (.+)$/.exec(text)?.[1] ??
    'your goal'
  ).slice(0, 80);
  const weeks: readonly (readonly [string, string])[] = [
    ['Find out', `write down what “done” means for ${goal}, what you have, and what is missing`],
    ['Begin small', 'do the smallest useful piece and put three fixed times in the calendar'],
    ['Build up', 'repeat, make one thing harder, drop one thing that does not help'],
    ['Look back', 'compare with what you wrote in week 1, celebrate, and decide what comes next'],
  ];
  return {
    about: `the plan for ${goal}`,
    say: ({ style, random }) => {
      if (style === 'brief') return weeks.map(([name], week) => `${week + 1}. ${name}`).join('\n');
      const honest = random.pick([
        'A demo knows nothing about your situation, so here is a frame that fits most things:',
        `A general four-week frame for ${goal}, to be filled with what you know better than I:`,
      ]);
      if (style === 'friendly' && random.next() < 0.5) {
        return `${honest}\n\n${weeks.map(([name, what], week) => `${week + 1}. **${name}:** ${what}.`).join('\n')}`;
      }
      const rows = weeks
        .map(([name, what], week) => `| ${week + 1} | ${name} | ${what} |`)
        .join('\n');
      return `${honest}\n\n| Week | Theme | What to do |\n|---|---|---|\n${rows}`;
    },
  };
}

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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
