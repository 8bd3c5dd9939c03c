import { h } from 'vue';
import { BlockStream } from './block-stream.js';
import { createRenderer } from './render-tokens.js';

/*
 * The first time, a browser compiles every expression and function on the way and looks for every font, which takes a
 * slow phone longer than a frame: better before an answer begins. So a little of everything is read and set for nobody,
 * each in a task of its own.
 */

/** One of each kind of block, and what stands in lines. */
const SAMPLES = [
  '# a\n\nb **c** *d* `e`\nf [g](https://h.example) i',
  `- j **k**\n  - l\n${'- m\n'.repeat(18)}\n1. n\n2. o`,
  '| p | q |\n|---|--:|\n| r | **s** |\n| t | `u` |\n\n> v **w**\n> x\n',
  '```ts\ny\n```\n\nz $a_1$ \\(b\\)\n\n$$\nc\n$$\n',
];
/** The same without what would load more: code of no language, and a formula that is not complete. */
const SHOWN = [...SAMPLES.slice(0, 3), `\`\`\`\n${'y\n'.repeat(14)}\`\`\`\n`, 'z\n\n$$\nc'];

/** Reads the samples. */
export const readings = SAMPLES.flatMap((sample) =>
  [1, 2].map(() => (): void => {
    const { renderRoot } = createRenderer({
      code: () => h('pre'),
      math: () => h('span'),
      tableLabel: () => '',
      images: () => 'link',
    });
    const stream = new BlockStream();
    for (const part of [1 / 3, 2 / 3, 1])
      for (const { token } of stream.update(sample.slice(0, sample.length * part), part === 1))
        renderRoot(token, false);
  }),
);

/** An answer of all samples as it grows: its texts one after the other. */
export const growingText: readonly string[] = SHOWN.flatMap((sample, index) => {
  const before = SHOWN.slice(0, index).map((text) => `${text}\n\n`);
  return [1 / 3, 2 / 3, 1].map(
    (part) => before.join('') + sample.slice(0, Math.ceil(sample.length * part)),
  );
});
