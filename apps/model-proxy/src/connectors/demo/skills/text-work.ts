import nlp from 'compromise';
import { plainly, type Answer, type Skill, type Utterance } from '../skill.js';

const REQUEST =
  /^(?:(?:can|could|would) you |please )*(summari[sz]e|sum up|shorten|tl;?dr|count(?: the)? (?:words|characters|letters)|how many (?:words|characters|letters)|reverse|(?:make|write|convert).{0,20}(?:upper|lower) ?case)\b[^:\n]{0,60}[:\n]\s*([\s\S]+)$/i;
const COMMON = new Set(
  'the a an and or but of to in on at for with by from as is are was were be been it its this that these those he she they we you i not have has had will would can could their his her our your which who what when where there than then also more most such into over after before about'.split(
    ' ',
  ),
);

/** Simple work on a text that comes with the message: summarise, count, reverse, change case. */
export const textWork: Skill = ({ raw, text }) => {
  const request = REQUEST.exec(raw);
  if (!request) {
    return /^(?:(?:can|could) you )?(?:summari[sz]e|sum up|shorten|count the words)(?: (?:a|this|my|the|some) (?:text|article|paragraph|words?))?(?: (?:for me|in .*))?$/.test(
      text,
    )
      ? plainly(
          'Gladly: write “summarise:” and paste the text behind it. I pick out the weightiest sentences; I do not rewrite.',
        )
      : undefined;
  }
  const task = request[1]?.toLowerCase() ?? '';
  const body = request[2]?.trim() ?? '';
  if (/word|character|letter/.test(task)) return counted(body);
  if (task === 'reverse') return plainly([...body].reverse().join(''));
  if (task.includes('upper')) return plainly(body.toUpperCase());
  if (task.includes('lower')) return plainly(body.toLowerCase());
  return summary(body);
};

function counted(body: string): Answer {
  const count = body.split(/\s+/).filter((word) => word !== '').length;
  const characters = [...body].length;
  return plainly(
    `${count} words, ${characters} characters.`,
    `I count ${count} words and ${characters} characters.`,
  );
}

/** Extractive: the sentences whose words come up most, in their own order (Luhn, 1958). */
function summary(body: string): Answer {
  const sentences = (nlp(body).sentences().out('array') as string[]).map((sentence) =>
    sentence.trim(),
  );
  const wordsOf = (sentence: string): string[] =>
    sentence
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 2 && !COMMON.has(word));
  const frequency = new Map<string, number>();
  for (const word of sentences.flatMap(wordsOf))
    frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weight = (sentence: string): number => {
    const words = wordsOf(sentence);
    return (
      words.reduce((sum, word) => sum + (frequency.get(word) ?? 0), 0) / Math.sqrt(words.length + 1)
    );
  };
  const ranked = [...sentences.keys()].sort(
    (one, other) => weight(sentences[other] ?? '') - weight(sentences[one] ?? ''),
  );
  const best = (count: number): string[] =>
    ranked
      .slice(0, count)
      .sort((one, other) => one - other)
      .map((position) => sentences[position] ?? '');

  return {
    about: 'that text',
    say: ({ style, random }) => {
      if (sentences.length < 3) return 'That is short already: I would keep it as it is.';
      if (style === 'brief') return best(1).join(' ');
      if (style === 'detailed')
        return `The weightiest sentences:\n\n${best(4)
          .map((line) => `- ${line}`)
          .join('\n')}`;
      return random.pick([
        `${best(2).join(' ')}\n\n(I picked these sentences out; a demo cannot rephrase.)`,
        `In its own words:\n\n> ${best(2).join(' ')}`,
      ]);
    },
  };
}

/** For the fallback: whether a long text was pasted without saying what to do with it. */
export const looksPasted = ({ raw, words }: Utterance): boolean =>
  words.length > 80 || raw.split('\n').length > 12;
