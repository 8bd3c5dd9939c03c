import 'katex/dist/katex.min.css';
import katex from 'katex';

/** A node of KaTeX's tree; only what is read here. */
interface TreeNode {
  readonly children?: readonly TreeNode[];
  readonly attributes?: Record<string, string>;
  toNode(): Node;
}

const build = (
  katex as unknown as { __renderToDomTree: (tex: string, options: object) => TreeNode }
).__renderToDomTree;

/**
 * Typesets a formula, with MathML beside it for screen readers; `undefined` when KaTeX cannot read it. The nodes are
 * built from KaTeX's tree: no HTML is parsed, and `trust` stays off, so that no formula makes a link or loads an image.
 */
export function renderMath(tex: string, display: boolean): Node | undefined {
  try {
    const tree = build(tex, {
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      // In em, and in expansions: a formula can neither cover the page nor grow without end.
      maxSize: 20,
      maxExpand: 500,
    });
    dropStyleAttributes(tree);
    return tree.toNode();
  } catch {
    return undefined;
  }
}

/** Style attributes are what the page's content security policy refuses; KaTeX sets the ones that matter by script. */
function dropStyleAttributes({ attributes, children }: TreeNode): void {
  if (attributes) delete attributes['style'];
  children?.forEach(dropStyleAttributes);
}
