import { h, type VNodeChild } from 'vue';
import { createLowlight } from 'lowlight';
import { whenIdle } from '../../app/when-idle.js';
import { findGrammar } from './languages.js';

const lowlight = createLowlight();

/** Longer code is shown plain: colouring it would stop the page for longer than a frame. */
const MAX_LENGTH = 30_000;

type Parent = ReturnType<typeof lowlight.highlight>;

/** Colours code; `undefined` for languages that are not known. Vue nodes, never HTML text. */
export async function highlight(code: string, language: string): Promise<VNodeChild[] | undefined> {
  const grammar = findGrammar(language);
  if (!grammar || code.length > MAX_LENGTH) return undefined;
  if (!lowlight.registered(grammar.name)) {
    lowlight.register(grammar.name, (await grammar.load()).default);
    await whenIdle();
    // Compiles the grammar, which takes as long as colouring a page of code: in a task of its own.
    lowlight.highlight(grammar.name, '');
  }
  await whenIdle();
  return toNodes(lowlight.highlight(grammar.name, code).children);
}

function toNodes(children: Parent['children']): VNodeChild[] {
  return children.map((child) => {
    if (child.type === 'text') return child.value;
    if (child.type !== 'element') return null;
    const names = child.properties.className;
    return h(
      'span',
      { class: Array.isArray(names) ? names.join(' ') : '' },
      toNodes(child.children),
    );
  });
}
