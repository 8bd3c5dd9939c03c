import { nearestTopic } from '../knowledge/library.js';
import type { Answer, Setting, Utterance, Voice } from '../skill.js';
import { keywordsOf } from '../utterance.js';
import { explanation } from './knowledge.js';
import { someAbilities } from './identity.js';
import { looksPasted } from './text-work.js';

/** The honest end of the line: says what was understood, that it is not enough, and what would work. */
export function fallback(said: Utterance, { earlier }: Setting): Answer {
  if (looksPasted(said)) {
    return {
      say: ({ random }) =>
        random.pick([
          'That is a long text, and you did not say what to do with it. Write “summarise:” in front of it and I will pick out the main sentences.',
          'I see the text, but a demo needs a plain order: put “summarise:” or “count the words:” before it.',
        ]),
    };
  }
  const keywords = keywordsOf(said.raw);
  const near = nearestTopic(said.text);
  const note = near && explanation(near, false);
  return {
    // “Yes” to the offer, and “more”, lead to the note.
    ...(near && note
      ? { about: near.title, follow: { ...note.follow, more: note.say, longer: note.say } }
      : {}),
    say: (voice) => {
      const understood = about(keywords, voice);
      const offer = near
        ? `The closest note I have is on **${near.title}**: shall I tell you about it? Just ask “what about ${near.title}?”.`
        : suggestion(voice);
      if (voice.style === 'brief')
        return `${understood} ${near ? `Closest note: ${near.title}.` : ''}`.trim();
      if (voice.style === 'friendly') return `${understood}\n\n${offer}`;
      const list = someAbilities(voice, 4)
        .map((item) => `- ${item}`)
        .join('\n');
      const hint =
        earlier.length > 0 && said.words.length < 4 ? 'A full sentence would help me, too.' : '';
      return [understood, near ? offer : '', `What I can do:\n\n${list}`, hint]
        .filter((part) => part !== '')
        .join('\n\n');
    },
  };
}

function about(keywords: readonly string[], { random }: Voice): string {
  const [first, second] = keywords;
  if (!first) {
    return random.pick([
      'I did not catch what that is about: as a demo I only follow fairly plain questions.',
      'I am not sure what you mean, and I would rather say so than make something up.',
      'That is more than my rules can make sense of.',
    ]);
  }
  const be = second ? 'are' : 'is';
  const subject = second ? `**${first}** and **${second}**` : `**${first}**`;
  return random.pick([
    `You are asking about ${subject}, but I have no note on that, and I would rather say so than make something up.`,
    `${capital(subject)}: I see what it is about, but this demo knows nothing reliable to say on it.`,
    `I am only koi’s demo model, and ${subject} ${be} beyond my small set of notes.`,
    `I wish I could say something sensible about ${subject}. My notes do not reach that far.`,
  ]);
}

function suggestion(voice: Voice): string {
  const [one, other] = someAbilities(voice, 2);
  return voice.random.pick([
    `What I can do: ${one}, or ${other}.`,
    `If it helps, I could ${one}. I can also ${other}.`,
    `A real model connected to koi would do better here. I, for my part, can ${one}, and ${other}.`,
  ]);
}

const capital = (text: string): string =>
  text.replace(
    /^(\**)(\p{L})/u,
    (_, stars: string, letter: string) => stars + letter.toUpperCase(),
  );
