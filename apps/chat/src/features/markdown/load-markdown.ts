import type { AppContext } from 'vue';
import { doWhenIdle } from '../../app/idle-work.js';
import { whenIdle } from '../../app/when-idle.js';

type Markdown = typeof import('./MarkdownView.js');
let loaded: Markdown | undefined;

/** The Markdown renderer, a chunk of its own. */
export async function loadMarkdown(): Promise<Markdown> {
  return (loaded = await import('./MarkdownView.js'));
}

/** The renderer where it is there already. */
export const loadedMarkdown = (): Markdown | undefined => loaded;

/** Makes ready, while the page is idle, what the first words of an answer would wait for: the renderer and the fonts. */
export async function prepareMarkdown(context: AppContext): Promise<void> {
  await whenIdle();
  await loadMarkdown();
  const { readings, settings } = await import('./warm-up.js');
  readings.forEach(doWhenIdle);
  for (const font of document.fonts) doWhenIdle(() => void font.load().catch(() => undefined));
  settings(context).forEach(doWhenIdle);
  // Its style sheet is one the whole page is styled anew by; the rest of it comes with the first formula.
  doWhenIdle(() => void import('katex/dist/katex.min.css').catch(() => undefined));
}
