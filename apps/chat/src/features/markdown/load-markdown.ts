import { doInSpareTime } from '../../app/idle-work.js';
import { layOutUnseen } from '../../app/layout-task.js';
import { whenIdle } from '../../app/when-idle.js';

const MATHML = 'http://www.w3.org/1998/Math/MathML';

type Markdown = typeof import('./MarkdownView.js');
let loaded: Markdown | undefined;

/** The Markdown renderer, a chunk of its own. */
export async function loadMarkdown(): Promise<Markdown> {
  return (loaded = await import('./MarkdownView.js'));
}

/** The renderer where it is there already. */
export const loadedMarkdown = (): Markdown | undefined => loaded;

/**
 * Makes ready, while the page is idle, what the first words of an answer would wait for: the renderer and the fonts. Gives
 * back the texts of an answer that grows, for whoever shows answers to make ready the rest.
 */
export async function prepareMarkdown(): Promise<readonly string[]> {
  await whenIdle();
  await loadMarkdown();
  const { readings, growingText } = await import('./warm-up.js');
  readings.forEach(doInSpareTime);
  for (const font of document.fonts) doInSpareTime(() => void font.load().catch(() => undefined));
  return growingText;
}

/** The same for the first formula, without what is loaded for it alone. */
export function prepareMath(): void {
  // Its style sheet is one the whole page is styled anew by.
  doInSpareTime(() => void import('katex/dist/katex.min.css').catch(() => undefined));
  // The first time, a browser looks for a font for mathematics.
  doInSpareTime(() => {
    const place = document.createElement('span');
    const math = place.appendChild(document.createElementNS(MATHML, 'math'));
    math.appendChild(document.createElementNS(MATHML, 'mi')).textContent = 'x';
    layOutUnseen(place);
  });
}
