import { h } from 'vue';
import { BlockStream } from './block-stream.js';
import { createRenderer } from './render-tokens.js';

/** One of each kind of block, and what stands in lines. */
const SAMPLES = [
  '# a\n\nb **c** *d* `e`\nf [g](https://h.example) i',
  '- j\n  - k\n- l\n\n1. m\n2. n',
  '| o | p |\n|---|--:|\n| q | **r** |\n\n> s\n',
  '```ts\nt\n```\n\nu $v_1$ \\(w\\)\n\n$$\nx\n$$\n',
];

/**
 * Reads and renders a little of everything for nobody. The first time, a browser compiles every expression and function
 * on the way, which takes a slow phone longer than a frame: better before an answer begins.
 */
export const warmUps = SAMPLES.flatMap((sample) =>
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
