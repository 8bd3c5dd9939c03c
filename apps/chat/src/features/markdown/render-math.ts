import 'katex/dist/katex.min.css';
import katex from 'katex';
import { doWhenIdle } from '../../app/idle-work.js';
import { layOutUnseen } from '../../app/layout-task.js';

/** A node of KaTeX's tree; only what is read here. */
interface TreeNode {
  readonly children?: readonly TreeNode[];
  readonly attributes?: Record<string, string>;
  toNode(): Node;
}

/** What KaTeX offers to tests and the like: its steps one by one. */
const {
  __parse: parse,
  __renderToHTMLTree: buildHtml,
  __renderToDomTree: build,
} = katex as unknown as Record<
  '__parse' | '__renderToHTMLTree' | '__renderToDomTree',
  (tex: string, options: object) => TreeNode
>;

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

/** What formulas are made of: each the first of its kind that a browser compiles functions and looks for a font for. */
const SAMPLES = ['x', '1', 'x_1^2 = y', '\\frac{a}{b}'];
/** So long a formula may wait for its fonts, in ms. */
const LONGEST_WAIT_MS = 1_500;
let ready: Promise<void> | undefined;

/** Resolves when a formula can be typeset without a long task: when KaTeX and its fonts have been used, some at a time. */
export function readyForMath(): Promise<void> {
  ready ??= warmUp();
  return ready;
}

async function warmUp(): Promise<void> {
  const samples: Node[] = [];
  // Step by step: the first time, each is a task of its own.
  for (const step of [parse, buildHtml])
    doWhenIdle(() => void step('x', { displayMode: false, strict: 'ignore', trust: false }));
  for (const sample of SAMPLES)
    doWhenIdle(() => {
      const node = renderMath(sample, false);
      if (node) samples.push(...node.childNodes);
    });
  await Promise.race([
    Promise.allSettled(
      ['1em KaTeX_Main', 'italic 1em KaTeX_Math'].map((font) => document.fonts.load(font)),
    ),
    new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT_MS)),
  ]);
  await new Promise<void>((resolve) => doWhenIdle(resolve));
  for (const sample of samples) doWhenIdle(() => layOut(sample));
  await new Promise<void>((resolve) => doWhenIdle(resolve));
}

/** Lays out a formula, or one half of it, what is seen or what is read out. */
function layOut(formula: Node): void {
  const place = document.createElement('span');
  place.className = 'katex';
  place.append(formula);
  layOutUnseen(place);
}

/** Style attributes are what the page's content security policy refuses; KaTeX sets the ones that matter by script. */
function dropStyleAttributes({ attributes, children }: TreeNode): void {
  if (attributes) delete attributes['style'];
  children?.forEach(dropStyleAttributes);
}
