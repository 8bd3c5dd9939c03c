import MiniSearch from 'minisearch';
import { bodyAndFood } from './body-and-food.js';
import { computing } from './computing.js';
import { everyday } from './everyday.js';
import { machineLearning } from './machine-learning.js';
import { nature } from './nature.js';
import type { Topic } from './topic.js';

/** Everything the demo model has notes on. */
export const topics: readonly Topic[] = [
  ...nature,
  ...bodyAndFood,
  ...computing,
  ...machineLearning,
  ...everyday,
];

interface NamedTopic {
  readonly id: number;
  readonly name: string;
  readonly topic: Topic;
}

const STOP_WORDS = new Set(
  'a about an and are as at be but by can could did do does for from had has have how i if in is it me my no not of on or so than that the then them they this to was we were what when where which who why with would you your'.split(
    ' ',
  ),
);
const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}/]+/u)
    .filter((word) => word !== '');
/** So that “black holes” is found by “black hole”. Crude on purpose: both sides go through it. */
const stem = (word: string): string | null => {
  if (STOP_WORDS.has(word)) return null;
  return word.length > 3 ? word.replace(/(?:(?<=[^s])s|(?<=o)es)$/, '') : word;
};
const stems = (text: string): string[] =>
  words(text)
    .map(stem)
    .filter((word) => word !== null);

const named: readonly NamedTopic[] = topics
  .flatMap((topic) => [topic.title, ...topic.also].map((name) => ({ name, topic })))
  .map((entry, id) => ({ id, ...entry }));

const index = new MiniSearch<NamedTopic>({
  fields: ['name'],
  tokenize: words,
  processTerm: stem,
  searchOptions: { fuzzy: (term) => (term.length > 5 ? 0.2 : false), prefix: false },
});
index.addAll(named);

const bodies = new MiniSearch<{ id: number; text: string }>({
  fields: ['text'],
  tokenize: words,
  processTerm: stem,
  searchOptions: { fuzzy: (term) => (term.length > 6 ? 0.15 : false) },
});
bodies.addAll(
  topics.map(({ title, also, gist, points }, id) => ({
    id,
    text: [title, ...also, gist, ...points].join(' '),
  })),
);

/**
 * The topics a text names, best first: every word of one of their names has to be in the text, give or take a
 * typing mistake, and close together, so that a word in common does not
 * pass for an answer.
 */
export function topicsNamedIn(text: string): Topic[] {
  const said = words(text).map(stem);
  const hits = index
    .search(text)
    .map(({ id, terms, queryTerms, score }) => {
      const entry = named[Number(id)];
      const wanted = new Set(stems(entry?.name ?? ''));
      const covered = wanted.size > 0 && wanted.size === new Set(terms).size;
      const together = span(said, queryTerms) < words(entry?.name ?? '').length + 2;
      return { topic: entry?.topic, covered: covered && together, size: wanted.size, score };
    })
    .filter(({ covered }) => covered)
    .sort((one, other) => other.size - one.size || other.score - one.score);
  return [...new Set(hits.map(({ topic }) => topic).filter((topic) => topic !== undefined))];
}

/** How many words the found ones stretch over: “a black coat with a hole” is no black hole. */
function span(said: readonly (string | null)[], found: readonly string[]): number {
  const positions = found.map((word) => said.lastIndexOf(word));
  return Math.max(...positions) - Math.min(...positions) + 1;
}

/** The topic whose note shares most with a text, though the text does not name it; for a suggestion only. */
export function nearestTopic(text: string): Topic | undefined {
  const [best] = bodies.search(text);
  // One word in common is chance; two are a hint.
  if (!best || best.score < 6 || new Set(best.queryTerms).size < 2) return undefined;
  return topics[Number(best.id)];
}
