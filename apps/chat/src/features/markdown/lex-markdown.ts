import { Lexer, Marked, type Token, type Tokens, type TokensList } from 'marked';
import {
  findMathBlock,
  maskMath,
  mathAtStart,
  mathBlockAtStart,
  type MathSpan,
} from './math-syntax.js';

/** A formula, in a line or as a block of its own. */
export interface MathToken extends MathSpan {
  readonly type: 'math';
}

/** Link definitions by label, as marked keeps them: the first of a label counts. */
export type Definitions = TokensList['links'];

/** CommonMark's definition, but with its title on one line: so no later text can change a definition before it. */
const DEFINITION =
  /^ {0,3}\[((?=[^\]]*[^\s\]])(?:\\[\s\S]|[^[\]\\])+)\]:[ \t]*(?:\n[ \t]*)?(<[^<>\n]*>|[^<\s]\S*)(?:[ \t]+(?:\n[ \t]*)?("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\((?:\\.|[^()\\\n])*\))|[ \t]*\n[ \t]*("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\((?:\\.|[^()\\\n])*\)))?[ \t]*(?:\n+|$)/;

const toToken = (span: MathSpan | undefined): MathToken | undefined =>
  span && { type: 'math', ...span };

const { defaults } = new Marked({
  hooks: { emStrongMask: maskMath },
  tokenizer: {
    def(source) {
      const match =
        source.startsWith(' ') || source.startsWith('[') ? DEFINITION.exec(source) : null;
      if (!match?.[1] || !match[2]) return undefined;
      const unescape = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
      const title = match[3] ?? match[4];
      return {
        type: 'def',
        tag: labelOf(match[1]),
        raw: match[0].replace(/\n+$/, '\n'),
        href: unescape(match[2].replace(/^<(.*)>$/, '$1')),
        title: title ? unescape(title.slice(1, -1)) : '',
      };
    },
  },
  extensions: [
    {
      name: 'mathBlock',
      level: 'block',
      start: (source) => {
        const index = findMathBlock(source);
        return index < 0 ? undefined : index;
      },
      tokenizer: (source) => toToken(mathBlockAtStart(source)),
    },
    {
      name: 'math',
      level: 'inline',
      start: (source) => {
        const index = source.search(/\$|\\[([]/);
        return index < 0 ? undefined : index;
      },
      tokenizer: (source, before) => toToken(mathAtStart(source, before.at(-1)?.raw.at(-1))),
    },
  ],
});

/** The form in which labels are compared. */
export const labelOf = (label: string): string => label.toLowerCase().replace(/\s+/g, ' ');

/** A copy of its own. Tokens are parts of what is parsed, and each would keep all of the answer, as it was then, in memory. */
export const copyOf = (source: string): string => ` ${source}`.slice(1);

/** Parses blocks, with link definitions that stand elsewhere. Line ends must be `\n`. */
export function lexMarkdown(source: string, definitions: Definitions): Token[] {
  const lexer = new Lexer(defaults);
  Object.assign(lexer.tokens.links, definitions);
  return lexer.lex(copyOf(source));
}

/** The definitions a block holds, those in its lists and quotes included. */
export function definitionsIn(token: Token): Tokens.Def[] {
  if (token.type === 'def') return [token as Tokens.Def];
  const { tokens, items } = token as Partial<Tokens.List & Tokens.Blockquote>;
  return [
    ...(token.type === 'blockquote' || token.type === 'list_item' ? (tokens ?? []) : []),
    ...(items ?? []),
  ].flatMap(definitionsIn);
}
