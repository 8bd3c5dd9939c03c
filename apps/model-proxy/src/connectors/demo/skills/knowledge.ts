import { topics, topicsNamedIn } from '../knowledge/library.js';
import type { Topic } from '../knowledge/topic.js';
import type { Answer, Skill, Voice } from '../skill.js';

const ASKS =
  /^(?:what|who|why|how|when|where|which|is|are|does|do|can|could|would|should|did|explain|describe|define|tell|teach|talk|give|show|help|i (?:want|would like|need)|let us talk|any (?:tips|advice)|tips|advice|about|more about)\b/;
const FACT =
  /\b(?:(?:fun|random|interesting|surprising|cool) facts?|something (?:interesting|new|surprising|i do not know)|teach me something|tell me a fact|facts?)$/;

const FACT_ABOUT =
  /\b(?:facts?|something (?:interesting|new|surprising|cool)|(?:is )?interesting) about (?:the )?(.+)$/;
const SIMPLY =
  / ?\b(?:in (?:simple|simpler|plain|easy) (?:words|terms|english)|simply|(?:like|as if) i (?:am|were) (?:five|5|a child)|for (?:a child|kids|beginners))$/;

/** Explains what the demo has a note on. */
export const knowledge: Skill = ({ text, words }) => {
  if (FACT.test(text) && topicsNamedIn(text).length === 0) return fact;
  const subject = FACT_ABOUT.exec(text)?.[1];
  if (subject) {
    const [about] = topicsNamedIn(subject === 'koi' ? 'koi fish' : subject);
    if (about) return factsAbout(about);
  }
  if (words.length > 40) return undefined;
  const plain = text.replace(SIMPLY, '');
  const [topic] = topicsNamedIn(plain);
  // A long statement that happens to hold a topic's name is not a question about it.
  if (!topic || (!ASKS.test(text) && words.length > 5)) return undefined;
  const told = explanation(topic, /^why\b/.test(text));
  const simpler = told.follow?.simpler;
  return plain !== text && simpler ? { ...told, say: simpler } : told;
};

/** Tells the note on a topic. */
export function explanation(topic: Topic, asksWhy: boolean): Answer {
  const told: Record<Voice['style'], (voice: Voice) => string> = { brief, friendly, detailed };
  return {
    about: topic.title,
    rest,
    say: (voice) => told[voice.style](voice),
    follow: {
      why: ({ told: known }) =>
        known(topic.why) ? `My note gives only this reason: ${topic.why}` : topic.why,
      example: () => topic.example,
      more,
      longer: (voice) => detailed(voice),
      shorter: () => topic.gist,
      simpler,
      sure: () =>
        `As sure as a short note can be: somebody wrote it down for this demo, and I did not check it anew. The gist was: ${topic.gist}`,
    },
  };

  function brief({ random }: Voice): string {
    if (asksWhy) return topic.gist.includes('because') ? topic.gist : topic.why;
    return random.next() < 0.5 ? topic.gist : `${topic.gist} ${random.pick(topic.points)}`;
  }

  function friendly({ random }: Voice): string {
    const opening = random.pick([
      '',
      '',
      'Good question. ',
      'Happy to. ',
      'In short: ',
      'I have a note on that. ',
    ]);
    const core = asksWhy ? `${topic.gist} ${topic.why}` : topic.gist;
    const further = random.some(topic.points, random.next() < 0.5 ? 1 : 2).join(' ');
    const closing = random.pick([
      'Shall I give an example?',
      `Ask “why?” or “more” if you want to go on with ${topic.title}.`,
      `For example: ${topic.example}`,
      `For instance: ${topic.example}`,
      '',
    ]);
    // Code needs a block of its own, not the middle of a sentence.
    const shown = closing.includes('```') ? `For example:\n\n${topic.example}` : closing;
    return [`${opening}${core} ${further}`, shown].filter((part) => part !== '').join('\n\n');
  }

  function detailed({ random }: Voice): string {
    const points = random.some(topic.points, topic.points.length).map((point) => `- ${point}`);
    const parts = [
      `### ${capital(topic.title)}\n\n${topic.gist}`,
      `${random.pick(['Worth knowing:', 'Some details:', 'A little more:'])}\n\n${points.join('\n')}`,
      `${random.pick(['**Why?**', '**Why it is so.**'])} ${topic.why}`,
      topic.example.includes('```') ? topic.example : `**Example.** ${topic.example}`,
    ];
    return (random.next() < 0.5 ? parts : [parts[0], parts[2], parts[1], parts[3]]).join('\n\n');
  }

  function simpler({ style, random }: Voice): string {
    if (style === 'brief') return random.pick([topic.gist, `Picture this: ${topic.example}`]);
    const parts = random.pick([
      [`In short: ${topic.gist}`, `A picture of it: ${topic.example}`],
      [`Let me try with an example. ${topic.example}`, `The idea behind it: ${topic.gist}`],
      [`The shortest I can make it: ${topic.gist}`, `And why? ${topic.why}`],
    ]);
    if (style === 'detailed') parts.push(`One thing more: ${random.pick(topic.points)}`);
    return parts.join('\n\n');
  }

  function rest({ told: known, random }: Voice): string | undefined {
    const fresh = [...topic.points, topic.why].filter((sentence) => !known(sentence));
    if (fresh.length > 1) return random.some(fresh, 2).join(' ');
    const example = known(topic.example) ? undefined : topic.example;
    if (fresh[0] && example) return `${fresh[0]}\n\nFor example: ${example}`;
    return fresh[0] ?? example;
  }

  function more(voice: Voice): string {
    const all = `That is all my note on ${topic.title} holds. A real model, or an encyclopaedia, can take it from here.`;
    return rest(voice) ?? all;
  }
}

/** Surprising sentences about one topic, rather than what it is. */
function factsAbout(topic: Topic): Answer {
  return {
    ...explanation(topic, false),
    say: ({ style, random }) => {
      const points = random.some(topic.points, style === 'brief' ? 1 : topic.points.length);
      if (style === 'brief') return points.join(' ');
      if (style === 'friendly') return `${random.pick(OPENINGS)}${points.slice(0, 2).join(' ')}`;
      return `Some things about ${topic.title}:\n\n${points.map((point) => `- ${point}`).join('\n')}\n\n${topic.example}`;
    },
  };
}

const OPENINGS = ['Did you know? ', 'Here is something: ', 'A nice one: ', ''];

const fact: Answer = {
  about: 'facts',
  say: tellFact,
  follow: { again: tellFact, more: tellFact, example: tellFact },
};

function tellFact({ random, told }: Voice): string {
  const opening = random.pick(OPENINGS);
  const points = topics.flatMap((topic) => topic.points.map((point) => ({ topic, point })));
  const fresh = points.filter(({ point }) => !told(point) && !/[`:]/.test(point));
  if (fresh.length === 0) return 'You have heard all of my facts. I am impressed.';
  const { topic, point } = random.pick(fresh);
  return `${opening}About ${topic.title}: ${point}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
