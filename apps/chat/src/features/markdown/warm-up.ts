import { h, render, type AppContext } from 'vue';
import { BlockStream } from './block-stream.js';
import MarkdownView from './MarkdownView.js';
import { createRenderer } from './render-tokens.js';

/*
 * The first time, a browser compiles every expression and function on the way and looks for every font, which takes a
 * slow phone longer than a frame: better before an answer begins. So a little of everything is read and set for nobody,
 * each in a task of its own.
 */

/** One of each kind of block, and what stands in lines. */
const SAMPLES = [
  '# a\n\nb **c** *d* `e`\nf [g](https://h.example) i',
  '- j\n  - k\n- l\n\n1. m\n2. n',
  '| o | p |\n|---|--:|\n| q | **r** |\n\n> s\n',
  '```ts\nt\n```\n\nu $v_1$ \\(w\\)\n\n$$\nx\n$$\n',
];
/** The same without what would load more: no formula, and code of no language. */
const SHOWN = [...SAMPLES.slice(0, 3), '```\nt\n```\n'];

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

/** Sets them as an answer that grows, out of sight, and lays them out. */
export const settings = (context: AppContext): (() => void)[] =>
  SHOWN.flatMap((sample) => {
    const place = document.createElement('div');
    place.className = 'sr-only';
    function set(text: string): void {
      const view = h(MarkdownView, { text, streaming: true });
      view.appContext = context;
      render(view, place);
    }
    return [
      () => set(sample.slice(0, sample.length / 2)),
      () => set(sample),
      function layOut(): void {
        document.body.append(place);
        place.getBoundingClientRect();
        place.remove();
      },
      () => render(null, place),
    ];
  });
