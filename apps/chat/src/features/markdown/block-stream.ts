import { lexer, type Token } from 'marked';
import remend from 'remend';

/** One top-level block; `key` stays with it while the text grows, and a finished block keeps its identity. */
export interface Block {
  readonly key: number;
  readonly token: Token;
}

/**
 * Parses Markdown that grows at its end. Later text can change how the last blocks read (a paragraph becomes a
 * heading or a table), never the ones before, so all but the last two are kept and only the rest is parsed again.
 * The finished text is parsed once as a whole: link definitions at its end reach back to its beginning.
 */
export class BlockStream {
  private source = '';
  private kept: Token[] = [];
  private keptLength = 0;

  update(text: string, finished: boolean): Block[] {
    const source = text.replace(/\r\n?/g, '\n');
    if (finished) return numbered(lexer(source));
    if (!source.startsWith(this.source.slice(0, this.keptLength))) this.forget();
    this.source = source;

    const tail = lexer(source.slice(this.keptLength));
    const open = this.keep(tail);
    return numbered([...this.kept, ...open.slice(0, -1), ...completed(open.at(-1))]);
  }

  /** Keeps what can no longer change; gives back the blocks that still can. */
  private keep(tail: Token[]): Token[] {
    const rawLength = tail.reduce((sum, { raw }) => sum + raw.length, 0);
    if (rawLength !== this.source.length - this.keptLength) return tail;
    const blocks = tail.flatMap(({ type }, index) => (type === 'space' ? [] : [index]));
    const firstOpen = blocks.at(-2) ?? 0;
    for (const token of tail.slice(0, firstOpen)) {
      this.kept.push(token);
      this.keptLength += token.raw.length;
    }
    return tail.slice(firstOpen);
  }

  private forget(): void {
    this.kept = [];
    this.keptLength = 0;
  }
}

/** The block being written, with its unclosed emphasis, link or code closed, so that no marks flicker. */
function completed(token: Token | undefined): Token[] {
  if (!token) return [];
  if (token.type === 'code' || token.type === 'html' || token.type === 'space') return [token];
  const source = remend(token.raw, { linkMode: 'text-only', images: false, katex: false });
  return source === token.raw ? [token] : lexer(source);
}

function numbered(tokens: readonly Token[]): Block[] {
  return tokens
    .filter(({ type }) => type !== 'space' && type !== 'def')
    .map((token, key) => ({ key, token }));
}
