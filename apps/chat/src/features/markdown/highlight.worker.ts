import { createLowlight } from 'lowlight';
import { colouredPieces, inPieces, type Coloured } from './code-lines.js';
import type { HighlightReply, HighlightRequest } from './highlight.js';
import { findGrammar } from './languages.js';

const lowlight = createLowlight();
type Nodes = ReturnType<typeof lowlight.highlight>['children'];

/** A worker: colours code, which takes longer than a frame, where it stops no page. */
addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  void colour(data)
    .catch(() => undefined)
    .then((pieces) => {
      postMessage({ id: data.id, pieces } satisfies HighlightReply);
    });
});

async function colour({ code, language }: HighlightRequest): Promise<Coloured[][] | undefined> {
  const grammar = findGrammar(language);
  if (!grammar) return undefined;
  if (!lowlight.registered(grammar.name))
    lowlight.register(grammar.name, (await grammar.load()).default);
  return colouredPieces(toRuns(lowlight.highlight(grammar.name, code).children), inPieces(code));
}

function toRuns(nodes: Nodes): Coloured[] {
  return nodes.flatMap((node): Coloured[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const names = node.properties.className;
    const className = Array.isArray(names) ? names.join(' ') : '';
    return [{ className, children: toRuns(node.children) }];
  });
}
