import type { Token, Tokens } from 'marked';
import remend from 'remend';
import {
  copyOf,
  definitionsIn,
  labelOf,
  lexMarkdown,
  type Definitions,
  type MathToken,
} from './lex-markdown.js';
import { isOpenMathBlock } from './math-syntax.js';
import { lexRest, openBlockIn, withFinished, type OpenBlock } from './open-block.js';

/** One top-level block; `key` stays with it while the text grows, and a finished block keeps its identity. */
export interface Block {
  readonly key: number;
  readonly token: Token;
}

interface KeptBlock {
  token: Token;
  /** Labels in brackets, which a link definition further down may turn into links. */
  readonly labels: ReadonlySet<string>;
}

/**
 * Parses Markdown that grows at its end. Later text can change how the last blocks read (a paragraph becomes a
 * heading, a table, a part of a formula), but nothing before the last blank line that has two blocks after it. So what
 * stands before is kept, and only the rest is parsed again, at the end too; of a long list or table, only its last items
 * or rows. A link definition reaches back: blocks that name its label are parsed anew, and they alone.
 */
export class BlockStream {
  private received = '';
  private source = '';
  private kept: KeptBlock[] = [];
  private keptLength = 0;
  private keptDefinitions: Definitions = emptyDefinitions();
  private definitions: Definitions = emptyDefinitions();
  private open: OpenBlock | undefined;

  update(text: string, finished: boolean): Block[] {
    this.receive(text);
    const open = this.open;
    const rest = open && lexRest(this.source, open, this.keptDefinitions);
    const grown = rest && withFinished(open, rest);
    const tail = grown
      ? [...open.before, ...grown]
      : lexMarkdown(this.source.slice(this.keptLength), this.keptDefinitions);
    // What is finished of an open block defines nothing.
    const definitions = withDefinitions(this.keptDefinitions, grown ? rest : tail);
    this.resolve(definitions);
    const shown = this.keep(tail);
    this.open = openBlockIn(this.source, this.keptLength, shown, grown && open);
    const last = shown.at(-1);
    if (finished || !last) return this.blocks(shown);
    const restOfLast = grown?.length === 1 ? rest?.[0] : undefined;
    const whole = restOfLast && open && withFinished(open, completed(restOfLast, definitions));
    return this.blocks([...shown.slice(0, -1), ...(whole ?? completed(last, definitions))]);
  }

  private blocks(shown: readonly Token[]): Block[] {
    return numbered([...this.kept.map(({ token }) => token), ...shown]);
  }

  /** Takes over the text: what was added to it is read once, a text that does not go on from before is begun anew. */
  private receive(text: string): void {
    const continues = text.startsWith(this.received);
    if (!continues) {
      this.source = '';
      this.kept = [];
      this.keptLength = 0;
      this.keptDefinitions = emptyDefinitions();
      this.definitions = emptyDefinitions();
      this.open = undefined;
    }
    const added = continues ? copyOf(text.slice(this.received.length)) : text;
    // A line end that was cut in two is one.
    const rest = this.received.endsWith('\r') && continues ? added.replace(/^\n/, '') : added;
    this.source += rest.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
    this.received = text;
  }

  /** Keeps what can no longer change; gives back the blocks that still can. */
  private keep(tail: Token[]): Token[] {
    const blocks = tail.flatMap(({ type }, index) => (type === 'space' ? [] : [index]));
    let end = blocks.at(-2) ?? 0;
    while (end > 0 && !isBlankAfter(tail[end - 1])) end -= 1;
    // Should marked ever lose a character, nothing is kept, and the text is parsed as a whole.
    if (tail.reduce((sum, { raw }) => sum + raw.length, 0) !== this.source.length - this.keptLength)
      return tail;
    const done = tail.slice(0, end);
    this.keptDefinitions = withDefinitions(this.keptDefinitions, done);
    for (const token of done) {
      this.keptLength += token.raw.length;
      if (isShown(token)) this.kept.push({ token, labels: labelsIn(token.raw) });
    }
    return tail.slice(end);
  }

  /** Parses the kept blocks again that name a label whose definition came, changed or went. */
  private resolve(definitions: Definitions): void {
    const changed = changedLabels(this.definitions, definitions);
    this.definitions = definitions;
    if (changed.length === 0) return;
    for (const block of this.kept) {
      if (!changed.some((label) => block.labels.has(label))) continue;
      const [token] = lexMarkdown(block.token.raw, definitions).filter(isShown);
      if (token) block.token = token;
    }
  }
}

const emptyDefinitions = (): Definitions => Object.create(null) as Definitions;

function withDefinitions(before: Definitions, tokens: readonly Token[]): Definitions {
  const found = tokens.flatMap(definitionsIn);
  if (found.length === 0) return before;
  const all = Object.assign(emptyDefinitions(), before);
  for (const { tag, href, title } of found) all[tag] ??= { href, title };
  return all;
}

function changedLabels(before: Definitions, after: Definitions): string[] {
  if (before === after) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (label) => before[label]?.href !== after[label]?.href,
  );
}

function labelsIn(raw: string): ReadonlySet<string> {
  if (!raw.includes('[')) return new Set();
  return new Set(
    [...raw.matchAll(/\[((?:\\.|[^\\[\]]){1,999})\]/gs)].map(([, label]) => labelOf(label ?? '')),
  );
}

const isShown = ({ type }: Token): boolean => type !== 'space' && type !== 'def';

const isBlankAfter = (token: Token | undefined): boolean =>
  token !== undefined && (token.type === 'space' || /\n[ \t]*\n$/.test(token.raw));

/** The block being written, with its unclosed emphasis, link or code closed, so that no marks flicker. */
function completed(token: Token, definitions: Definitions): Token[] {
  if (!['paragraph', 'heading', 'list', 'blockquote', 'table'].includes(token.type)) return [token];
  if (isOpenMathBlock(token.raw)) return [openMath(token as Tokens.Paragraph)];
  const source = remend(token.raw, { linkMode: 'text-only', images: false, katex: false });
  return source === token.raw ? [token] : lexMarkdown(source, definitions);
}

/** A formula that is not complete yet is shown as it is written. */
const openMath = ({ raw }: Tokens.Paragraph): MathToken & { open: true } => ({
  type: 'math',
  raw,
  tex: raw.replace(/^ *(\$\$|\\\[)/, '').trim(),
  display: true,
  open: true,
});

function numbered(tokens: readonly Token[]): Block[] {
  return tokens.filter(isShown).map((token, key) => ({ key, token }));
}
