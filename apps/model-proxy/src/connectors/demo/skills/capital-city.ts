import { capitals } from '../knowledge/capitals.js';
import type { Answer, Skill } from '../skill.js';

/** “What is the capital of Peru?”, and then “and of Chile?”. */
export const capitalCity: Skill = ({ text }) => {
  const country = /\bcapital(?: city)? of (.+)$/.exec(text)?.[1];
  return country === undefined ? undefined : answerFor(country);
};

function answerFor(country: string): Answer | undefined {
  const capital = capitals[country] ?? capitals[country.replace(/^the /, '')];
  if (!capital) return undefined;
  const shown = country.replace(/\b(?!the\b|of\b)\p{L}/gu, (letter) => letter.toUpperCase());
  return {
    about: `the capital of ${shown}`,
    say: ({ style, random }) =>
      style === 'brief'
        ? `${capital}.`
        : random.pick([
            `The capital of ${shown} is ${capital}.`,
            `That is ${capital}.`,
            `${capital}, according to my short list of capitals.`,
          ]),
    change: ({ text, words }) =>
      words.length <= 5
        ? answerFor(text.replace(/^(?:what about|how about|of|for)\s+(?:of\s+)?/, ''))
        : undefined,
  };
}
