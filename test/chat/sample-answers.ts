import type { UpstreamBehaviour } from '@koi/testing';
import { nastySamples } from '../../apps/chat/src/features/markdown/nasty-samples.js';

/** An answer with everything that may be wider than a phone, in both writing directions. */
export const WIDE = [
  nastySamples['rightToLeft'],
  nastySamples['wideTable'],
  nastySamples['longWords'],
  `\`\`\`ts\nexport const ${'long'.repeat(80)} = 1;\n\`\`\``,
  `$$\n${'x_1 + '.repeat(120)} y\n$$`,
  'It costs $5 and $10, and $x^2$ is a formula.',
].join('\n\n');

/** Postgres keeps no NUL and JSON no half of a character, so koi never gives these to a page. */
const UNSTORABLE = ['nulAndControls', 'loneSurrogates'];
const names = Object.keys(nastySamples).filter(
  (name) => !UNSTORABLE.includes(name) && nastySamples[name]?.trim(),
);
/** Samples that take everything after them for their own stand at the end of an answer. */
const GREEDY = [
  'unclosedFence',
  'unclosedTildeFence',
  'fenceInFence',
  'scripts',
  'unclosedHtml',
  'angleRuns',
  'carriageReturns',
  'strayMarks',
];
/** Answers of which each holds as many hostile and broken samples as go together. */
export const HOSTILE = GREEDY.map((greedy, index) =>
  names
    .filter((name) => !GREEDY.includes(name))
    .filter((_name, at) => at % GREEDY.length === index)
    .concat(greedy)
    .map((name) => nastySamples[name])
    .join('\n\n'),
);

const CODE = 'Like this:\n\n```python\ndef feed(koi):\n    return "a crumb"\n```\n\nThat is all.';
const PICTURES =
  '![a koi](https://images.koi.example/koi.svg) and ![a carp](https://other.koi.example/carp.svg)';
const SENTENCES = Array.from({ length: 30 }, (_, index) => `This is sentence ${index}.`).join(
  '\n\n',
);

/** What the models answer to a message that asks for one of these; nothing to any other. */
export function sampleAnswer(message: string): UpstreamBehaviour | undefined {
  if (message === 'pictures') return { text: PICTURES };
  if (message === 'formula') return { text: 'It is $x^2$.' };
  if (message === 'code') return { text: CODE, splits: { randomSeed: 3, longest: 40 } };
  if (message === 'tell me') return { text: SENTENCES, tokensPerSecond: 50 };
  const text = message === 'wide' ? WIDE : HOSTILE[Number(/^samples (\d+)/.exec(message)?.[1])];
  return text ? { text, splits: { randomSeed: message.length + 3, longest: 2_000 } } : undefined;
}
