import { doWhenIdle } from '../../app/idle-work.js';
import { whenIdle } from '../../app/when-idle.js';

/** The Markdown renderer, a chunk of its own. */
export const loadMarkdown = () => import('./MarkdownView.js');

/** Makes ready, while the page is idle, what the first words of an answer would wait for: the renderer and the fonts. */
export async function prepareMarkdown(): Promise<void> {
  await whenIdle();
  await loadMarkdown();
  const { warmUps } = await import('./warm-up.js');
  warmUps.forEach(doWhenIdle);
  for (const font of document.fonts) doWhenIdle(() => void font.load().catch(() => undefined));
  // Its style sheet is one the whole page is styled anew by; the rest of it comes with the first formula.
  doWhenIdle(() => void import('katex/dist/katex.min.css').catch(() => undefined));
}
