import type { ChatMessage } from '@koi/contracts';
import { followUpOf, leansOnEarlier } from './follow-up.js';
import type { Answer, Setting, Skill, Utterance, Voice } from './skill.js';
import { fallback } from './skills/fallback.js';
import { skills } from './skills/index.js';
import { readUtterance } from './utterance.js';

const OFFERS_FIRST = [
  'I am koi’s built-in demo model, by the way: rules and a few short notes, not a large language model.',
  'One thing up front: I am only a demo. I answer from rules and a small set of notes that ship with koi.',
  '(You are talking to koi’s demo model, so expect small answers: there is no large language model behind me.)',
];
const BRIEF_FIRST = [
  '(I am koi’s demo model, not a large language model.)',
  '(A note: this is koi’s small built-in demo answering.)',
];

/**
 * Answers the last message of a conversation. Everything is worked out again from the messages, so nothing has to
 * be remembered between two turns, and an edited question simply leads to another answer.
 */
export function reply(
  messages: readonly ChatMessage[],
  voice: Omit<Voice, 'told'>,
  now: Date,
): string {
  const told = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  const heard = messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => readUtterance(content));
  const full: Voice = {
    ...voice,
    told: (sentence) => told.some((text) => text.includes(sentence)),
  };

  const { answer, text } = answerLast(heard, full, now);
  if (told.length > 0 || answer.introducesItself) return text;
  return `${text}\n\n${voice.random.pick(voice.style === 'brief' ? BRIEF_FIRST : OFFERS_FIRST)}`;
}

function answerLast(
  heard: readonly Utterance[],
  voice: Voice,
  now: Date,
): { answer: Answer; text: string } {
  const said = heard.at(-1) ?? readUtterance('');
  const earlier = heard.slice(0, -1);
  const setting = { earlier, now };
  const subject = subjectOf(earlier, now);

  const followUp = subject && followUpOf(said);
  if (followUp) return { answer: subject, text: follow(subject, followUp, voice) };

  const changed = subject?.change?.(said);
  const answer = changed ?? understand(said, setting, skills);
  if (answer) return { answer, text: answer.say(voice) };

  if (subject?.about && leansOnEarlier(said)) {
    const more = subject.rest?.(voice);
    const short = `I cannot answer that exactly: about ${subject.about} I only have a short note`;
    const text = more
      ? `${short}. What else it says:\n\n${more}`
      : `${short}, and you know it all.`;
    return { answer: subject, text };
  }
  const rest = fallback(said, setting);
  return { answer: rest, text: rest.say(voice) };
}

/** The last thing that was talked about, with the changes made to it since. */
function subjectOf(heard: readonly Utterance[], now: Date): Answer | undefined {
  let subject: Answer | undefined;
  heard.forEach((said, position) => {
    if (subject && followUpOf(said)) return;
    const earlier = heard.slice(0, position);
    const setting = { earlier, now };
    const answer = subject?.change?.(said) ?? understand(said, setting, skills);
    if (answer?.about) subject = answer;
    // Something new that was not understood ends the old subject; a remark about it does not.
    if (answer || (subject && leansOnEarlier(said))) return;
    const closest = fallback(said, setting);
    subject = closest.about ? closest : undefined;
  });
  return subject;
}

function understand(said: Utterance, setting: Setting, all: readonly Skill[]): Answer | undefined {
  for (const skill of all) {
    const answer = skill(said, setting);
    if (answer) return answer;
  }
  return undefined;
}

function follow(
  subject: Answer,
  kind: NonNullable<ReturnType<typeof followUpOf>>,
  voice: Voice,
): string {
  const own = subject.follow?.[kind];
  if (own) return own(voice);
  if (kind === 'shorter' || kind === 'simpler') return subject.say({ ...voice, style: 'brief' });
  if (kind === 'longer' || kind === 'more') return subject.say({ ...voice, style: 'detailed' });
  if (kind === 'again') return subject.say(voice);
  const about = subject.about ?? 'that';
  if (kind === 'sure') {
    return `Fair question. I am a demo with fixed rules, so please check what matters to you elsewhere; about ${about} I cannot look anything up.`;
  }
  return `About ${about} I have nothing of that kind. Ask me for “more”, “shorter” or “another one”.`;
}
