import { plainly, type Skill } from '../skill.js';

const REQUEST =
  /\b(?:write|draft|compose|prepare|create|give me|need|help me with)\b.*\b(?:e-?mail|message|letter|note|reply)\b|^(?:e-?mail|letter|message) to\b/;

/** Drafts an email from a template, with the person's own words in it. */
export const email: Skill = ({ raw, text, words }) => {
  if (words.length > 60 || !REQUEST.test(text)) return undefined;
  const letter = readRequest(raw);
  const wanted = TONES.find(([, pattern]) => pattern.test(text))?.[0];
  return {
    about: 'the email',
    say: ({ style, random }) => {
      if (style === 'brief') return write(wanted ?? random.pick(['short', 'casual']), letter);
      const tone =
        wanted ?? (style === 'detailed' ? 'formal' : random.pick(['friendly', 'casual']));
      const opening = random.pick([
        'A draft to start from:',
        'How about this?',
        'Here is a template with your words in it:',
      ]);
      const closing =
        style === 'detailed'
          ? '\n\nFill in what stands in brackets. Ask for “shorter”, or say “make it formal” or “make it casual”.'
          : '';
      return `${opening}\n\n${write(tone, letter)}${closing}`;
    },
    change: ({ text: next, words: few }) => {
      const tone =
        few.length > 8 ? undefined : TONES.find(([, pattern]) => pattern.test(next))?.[0];
      return tone && { ...plainly(write(tone, letter)), about: 'the email' };
    },
    follow: { shorter: () => write('short', letter), longer: () => write('formal', letter) },
  };
};

type Tone = 'short' | 'casual' | 'friendly' | 'formal';

/** In order: “less formal” is casual, and a short friendly one is above all friendly. */
const TONES: readonly (readonly [Tone, RegExp])[] = [
  ['casual', /\b(?:casual|informal|relaxed|less formal)\b/],
  ['formal', /\b(?:formal|polite|professional|official)\b/],
  ['friendly', /\bfriendl/],
];

interface Letter {
  readonly name: string;
  readonly subject: string;
  /** What the writer wants, as a whole sentence. */
  readonly wish: string;
}

const RECIPIENT =
  /\b(?:e-?mail|message|letter|note|reply) to (?:my |the |our )?([\p{L}' -]{2,30}?)(?= (?:about|asking|saying|telling|that|to|for|because|and|who)\b|,|$)/iu;

/** Each way to say what the mail is about, and the sentence it becomes. */
const PURPOSES: readonly (readonly [RegExp, (words: string) => string])[] = [
  [
    /\b(?:asking|ask)(?: (?:him|her|them))? (?:if|whether) (.+)$/i,
    (words) => `I wanted to ask whether ${words}.`,
  ],
  [
    /\b(?:asking|ask)(?: (?:him|her|them))? to (.+)$/i,
    (words) => `I wanted to ask whether we could ${words}.`,
  ],
  [/\b(?:asking|ask) for (.+)$/i, (words) => `I wanted to ask you for ${words}.`],
  [
    /\b(?:saying|telling (?:him|her|them)|to (?:say|tell (?:him|her|them)))(?: that)? (.+)$/i,
    (words) => `I wanted to let you know that ${words}.`,
  ],
  [
    /\bto (?:thank|thanking)(?: (?:him|her|them))?(?: for)? (.+)$/i,
    (words) => `I wanted to thank you for ${words}.`,
  ],
  [/\b(?:about|regarding|concerning) (.+)$/i, (words) => `I am writing about ${words}.`],
  [/\b(?:because|that) (.+)$/i, (words) => `I wanted to let you know that ${words}.`],
  [/\bto ((?!my\b|the\b|our\b)\w+ .+)$/i, (words) => `I would like to ${words}.`],
  [/\bfor (.+)$/i, (words) => `I am writing about ${words}.`],
];

function readRequest(raw: string): Letter {
  const flat = raw
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/, '')
    .replace(/ please$/i, '');
  const recipient = RECIPIENT.exec(flat);
  const rest = recipient ? flat.slice(recipient.index + recipient[0].length) : flat;
  for (const [pattern, sentence] of PURPOSES) {
    const words = pattern.exec(rest)?.[1]?.slice(0, 120);
    if (words)
      return { name: nameOf(recipient?.[1]), subject: capital(words), wish: sentence(words) };
  }
  return {
    name: nameOf(recipient?.[1]),
    subject: '[your subject]',
    wish: 'I am writing about [your topic].',
  };
}

const nameOf = (given: string | undefined): string => (given ? capital(given.trim()) : '[name]');

function write(tone: Tone, { name, subject, wish }: Letter): string {
  const lines: Readonly<Record<Tone, readonly string[]>> = {
    short: [`Hi ${name},`, '', `${wish} Does that work for you?`, '', 'Thanks!', '[your name]'],
    casual: [
      `Hi ${name},`,
      '',
      `hope you are well! ${wish} Let me know what you think; no rush.`,
      '',
      'Cheers',
      '[your name]',
    ],
    friendly: [
      `**Subject:** ${subject}`,
      '',
      `Hello ${name},`,
      '',
      `I hope you are having a good week. ${wish} If that does not suit you, I am glad to find another way.`,
      '',
      'Many thanks and best wishes',
      '[your name]',
    ],
    formal: [
      `**Subject:** ${subject}`,
      '',
      `Dear ${name},`,
      '',
      wish,
      '',
      '[One sentence of background: what has happened, and since when.]',
      '',
      'I would be grateful if you could reply by [date]. Should you need anything further from me, please let me know.',
      '',
      'Kind regards',
      '[your name]',
    ],
  };
  return lines[tone].map((line) => `> ${line}`.trimEnd()).join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
