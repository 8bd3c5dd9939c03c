import type { Answer, Skill } from '../skill.js';

/** Five, seven, five syllables each. */
const HAIKU: readonly (readonly [theme: string, poem: string])[] = [
  [
    'autumn fall pond koi leaves',
    'A leaf on the pond\nthe koi comes up to read it\nthen leaves it to drift',
  ],
  ['autumn fall leaves', 'One red leaf lets go\nand the whole quiet garden\nleans in to listen'],
  ['rain storm weather', 'Rain taps on the roof\nasking for nothing at all\nI stay where I am'],
  [
    'code programming software bug computer',
    'The test turns to green\none small bracket in its place\noutside it is dawn',
  ],
  [
    'coffee morning breakfast',
    'Steam above the cup\nthe day has no name as yet\nfirst sip gives it one',
  ],
  [
    'sea ocean beach water',
    'The tide draws a line\nthinks about it for a while\nand draws it again',
  ],
  [
    'mountain hiking nature',
    'Above the last hut\nthe path is only a thought\nthe snow has had once',
  ],
  ['cat cats kitten pet', 'Sun moves on the floor\nand the cat moves after it\nwithout waking up'],
  ['winter snow cold', 'Fresh snow on the street\nall the noise of yesterday\nfolded and put by'],
  [
    'spring flower blossom garden',
    'Plum tree by the wall\nit has told no one its plan\nand now look at it',
  ],
  [
    'city train travel work',
    'Last train of the night\neveryone a small window\nwith someone in it',
  ],
  ['night moon stars sleep', 'Moon in the barrel\nI lift out one cup of it\nand it stays as full'],
  ['koi pond fish', 'A koi turns below\nthe whole sky over the pond\nturns along with it'],
  [
    'love friend friendship heart',
    'Two cups on the sill\none of us talks and one laughs\nthe tea has gone cold',
  ],
  ['summer heat sun', 'Noon on the warm stones\neven the shade of the wall\nlies down for a rest'],
];

const JOKES = [
  'A SQL query walks up to two tables and asks: “May I join you?”',
  'I told my computer I needed a break. It said: “No problem, I will go to sleep.”',
  'Why did the function go home early? It had returned everything it was asked for.',
  'How does a koi answer the phone? It does not: it lets you leave a message after the splash.',
  'My plants and I have an agreement: I forget to water them and they pretend to be dead. One of us is pretending.',
  'There are 10 kinds of people: those who read binary and those who do not.',
  'The baker stopped making doughnuts. He was tired of the hole business.',
  'I asked the librarian for a book about paranoia. She whispered: “It is right behind you.”',
];

const RIDDLES = [
  'The more you take of them, the more you leave behind. What are they?\n\n(Answer: footsteps.)',
  'I have cities but no houses, rivers but no water. What am I?\n\n(Answer: a map.)',
  'What gets wetter the more it dries?\n\n(Answer: a towel.)',
  'I speak without a mouth and answer every call in the mountains. What am I?\n\n(Answer: an echo.)',
];

/** Haiku, jokes and riddles. */
export const verse: Skill = ({ text, words }) => {
  if (words.length > 16) return undefined;
  if (
    /\b(?:haiku|poem|poetry|verse|rhyme|limerick|song|lyrics)\b/.test(text) &&
    !/^what (?:is|are)\b/.test(text)
  ) {
    return poem(text);
  }
  if (/\b(?:joke|make me laugh|something funny|pun)\b/.test(text)) return from('a joke', JOKES);
  if (/\briddle\b/.test(text)) return from('a riddle', RIDDLES);
  return undefined;
};

function poem(text: string): Answer {
  const wanted = words(text);
  const hits = (theme: string): number =>
    theme.split(' ').filter((word) => wanted.has(word)).length;
  // One that fits in two words is twice as likely as one that fits in one.
  const fitting = HAIKU.flatMap((haiku) => Array<typeof haiku>(hits(haiku[0])).fill(haiku));
  const poems = (fitting.length > 0 ? fitting : HAIKU).map(([, lines]) => lines);
  return {
    about: 'the haiku',
    say: ({ random, style }) => {
      const lines = random.pick(poems).split('\n').join('  \n');
      if (style === 'brief') return lines;
      const opening = random.pick([
        'Here is one:',
        'A haiku, then:',
        'From my small drawer of haiku:',
      ]);
      const honest =
        fitting.length > 0
          ? ''
          : '\n\nI have none on exactly that; my haiku are about seasons, sea, cats, code, coffee and the like.';
      return `${opening}\n\n${lines}${honest}`;
    },
    follow: {
      again: ({ random, told }) => {
        const fresh = HAIKU.map(([, lines]) => lines.split('\n').join('  \n')).filter(
          (lines) => !told(lines),
        );
        return fresh.length > 0 ? random.pick(fresh) : 'That was my whole drawer of haiku.';
      },
      why: () =>
        'A haiku holds one moment in five, seven and five syllables and leaves the rest to you.',
    },
  };
}

function from(about: string, items: readonly string[]): Answer {
  const fresh: Answer['say'] = ({ random, told }) => {
    const left = items.filter((item) => !told(item));
    return left.length > 0 ? random.pick(left) : 'That was the last one I have.';
  };
  return {
    about,
    say: fresh,
    follow: {
      again: fresh,
      more: fresh,
      example: fresh,
      why: () => 'Explaining it would not make it any funnier.',
    },
  };
}

const words = (text: string): Set<string> => new Set(text.split(/[^a-z]+/));
