import type { Token, Tokens } from 'marked';
import { copyOf, definitionsIn, lexMarkdown, type Definitions } from './lex-markdown.js';

/** Items or rows that stay open: what comes later can change the last one, and where the one before it ends. */
const OPEN_PARTS = 2;

type Parts = readonly (Tokens.ListItem | Tokens.TableCell[])[];

/**
 * A long list or table that is still being written. Its finished items or rows stay as they were parsed, so that what is
 * parsed at each delta does not grow with it: only the rest is, and is put together with what is finished.
 */
export interface OpenBlock {
  /** What stands between the kept blocks and this one. */
  readonly before: readonly Token[];
  /** Where it begins in the source, and where its rest does, in UTF-16 code units. */
  readonly start: number;
  readonly at: number;
  /** The lines that the rest of a table is parsed behind. */
  readonly head: string;
  /** The source of the finished part, with that head. */
  readonly raw: string;
  readonly token: Tokens.List | Tokens.Table;
  readonly finished: Parts;
  /** Whether the finished items alone make the list a loose one. */
  readonly loose: boolean;
}

/**
 * What is finished of the last list or table among `tokens`, which begin at `from` in the source. `known` is what was
 * finished of it before.
 */
export function openBlockIn(
  source: string,
  from: number,
  tokens: readonly Token[],
  known?: OpenBlock,
): OpenBlock | undefined {
  const index = tokens.findLastIndex(({ type }) => type === 'list' || type === 'table');
  const token = tokens[index] as Tokens.List | Tokens.Table | undefined;
  const before = tokens.slice(0, index);
  // Without a blank line before it, it may yet turn out to be a part of something else.
  if (!token || (index > 0 && before.at(-1)?.type !== 'space')) return undefined;
  const start = from + before.reduce((sum, { raw }) => sum + raw.length, 0);
  const same = known?.start === start ? known : undefined;
  const parts = partsOf(token);
  // Fewer when the last line turned out to be something else; what was finished stays so.
  const count = Math.max(same?.finished.length ?? 0, parts.length - OPEN_PARTS);
  const finished = parts.slice(0, count);
  // A loose list marks its tasks elsewhere than a tight one.
  if (finished.length === 0 || (token.type === 'list' && token.loose && hasTask(parts)))
    return undefined;
  const open = parts.slice(same?.finished.length ?? 0).filter((part) => 'type' in part);
  if ([...before, ...open, ...tokens.slice(index + 1)].some(defines)) return undefined;

  const head = same?.head ?? (token.type === 'table' ? lines(source, start, 2) : '');
  const since = same?.at ?? start + head.length;
  const added = finished.slice(same?.finished.length ?? 0);
  const raw = token.type === 'table' ? lines(source, since, added.length) : rawOf(added);
  if (!source.startsWith(raw, since)) return undefined;
  return {
    ...{ before, start, head, token, finished },
    raw: (same?.raw ?? head) + raw,
    at: since + raw.length,
    loose: same?.loose === true || added.some(loosens),
  };
}

/** Parses what comes after the finished part; `undefined` when all has to be parsed anew. */
export function lexRest(
  source: string,
  { head, at, token }: OpenBlock,
  definitions: Definitions,
): Token[] | undefined {
  const rest = lexMarkdown(head + source.slice(at), definitions);
  return rest[0]?.type === token.type && !rest.some(defines) ? rest : undefined;
}

/** The rest with the finished part before it; `undefined` when the latter reads otherwise now. */
export function withFinished(open: OpenBlock, rest: readonly Token[]): Token[] | undefined {
  const { token, finished, head } = open;
  const [first, ...others] = rest;
  if (token.type === 'table' && first?.type === 'table') {
    const rows = [...finished, ...(first as Tokens.Table).rows] as Tokens.TableCell[][];
    return [{ ...token, raw: open.raw + first.raw.slice(head.length), rows }, ...others];
  }
  if (token.type !== 'list' || first?.type !== 'list') return undefined;
  const list = first as Tokens.List;
  const loose = open.loose || list.loose;
  if (list.ordered !== token.ordered || loose !== token.loose) return undefined;
  if (loose && hasTask(list.items)) return undefined;
  if (loose && !list.loose) list.items.forEach(loosen);
  const items = [...finished, ...list.items] as Tokens.ListItem[];
  return [{ ...token, raw: open.raw + list.raw, items }, ...others];
}

const partsOf = (token: Tokens.List | Tokens.Table): Parts =>
  token.type === 'list' ? token.items : token.rows;

const defines = (token: Token): boolean => definitionsIn(token).length > 0;

const hasTask = (parts: Parts): boolean => parts.some((part) => 'task' in part && part.task);

const rawOf = (parts: Parts): string =>
  parts.map((part) => ('raw' in part ? part.raw : '')).join('');

/** `count` lines of the source, with their ends. */
function lines(source: string, start: number, count: number): string {
  let end = start;
  for (let n = 0; n < count; n++) end = source.indexOf('\n', end) + 1;
  return copyOf(source.slice(start, end));
}

/** As marked sees it: a blank line in an item, or behind one that another follows. */
const loosens = (part: Parts[number]): boolean =>
  'raw' in part &&
  (/\n[ \t]*\n[ \t]*$/.test(part.raw) ||
    part.tokens.some(({ type, raw }) => type === 'space' && /\n.*\n/.test(raw)));

/** As marked does it. */
function loosen(item: Tokens.ListItem): void {
  item.loose = true;
  for (const token of item.tokens) if (token.type === 'text') token.type = 'paragraph';
}
