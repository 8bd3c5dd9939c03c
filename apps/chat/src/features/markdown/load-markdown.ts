/** The Markdown renderer, a chunk of its own. Asked for while the page is idle, it is there when the first answer begins. */
export const loadMarkdown = () => import('./MarkdownView.js');
