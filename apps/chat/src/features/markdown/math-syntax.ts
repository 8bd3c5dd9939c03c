/** A formula found in a text: `raw` with its delimiters, `tex` without. */
export interface MathSpan {
  readonly raw: string;
  readonly tex: string;
  /** Set on a line of its own, as `$$…$$` and `\[…\]` are. */
  readonly display: boolean;
}

/** Longer ones are no formulas: a delimiter that never closes must not be searched for through the whole answer. */
const MAX_LENGTH = 4_000;

const DELIMITERS = [
  { open: '$$', close: '$$', display: true },
  { open: '\\[', close: '\\]', display: true },
  { open: '\\(', close: '\\)', display: false },
] as const;

const BLANK_LINE = /\n[ \t]*\n/;

/**
 * The formula that begins `text`. A single `$` follows pandoc's rule, so that "$5 and $10" and "$HOME/$USER" stay text:
 * no space at the dollars' inside, no letter or digit at their outside, and no words without any sign of mathematics between. `before` is the character before `text`.
 */
export function mathAtStart(text: string, before = ''): MathSpan | undefined {
  for (const { open, close, display } of DELIMITERS) {
    if (!text.startsWith(open)) continue;
    const end = text.slice(0, MAX_LENGTH).indexOf(close, open.length);
    if (end < 0) return undefined;
    const tex = text.slice(open.length, end);
    if (!tex.trim() || BLANK_LINE.test(tex)) return undefined;
    // An escaped bracket that is a link's all the same.
    if (open === '\\[' && text.startsWith('(', end + close.length)) return undefined;
    return { raw: text.slice(0, end + close.length), tex: tex.trim(), display };
  }
  if (/[\p{L}\p{N}\\]/u.test(before)) return undefined;
  const match = /^\$(?![\s$])((?:\\.|[^\\$\n`]){1,1000})\$(?![\p{L}\p{N}$])/u.exec(text);
  const tex = match?.[1];
  if (!match || !tex || /\s$/.test(tex) || isProse(tex)) return undefined;
  return { raw: match[0], tex, display: false };
}

/** Several words, and nothing that only a formula has: what stands between two prices or two variables of a shell. */
const isProse = (text: string): boolean =>
  /\s/.test(text) && /\p{L}{2,}/u.test(text) && !/[\\^_=+*/<>{}()[\]|-]/.test(text);

/** A formula that fills whole lines from the beginning of `text`, without a blank line in it. */
export function mathBlockAtStart(text: string): MathSpan | undefined {
  const indent = /^ {0,3}(?=\$\$|\\\[)/.exec(text)?.[0];
  if (indent === undefined) return undefined;
  const span = mathAtStart(text.slice(indent.length));
  if (!span) return undefined;
  const length = indent.length + span.raw.length;
  const rest = /^[ \t]*(?:\n+|$)/.exec(text.slice(length));
  return rest ? { ...span, raw: text.slice(0, length + rest[0].length) } : undefined;
}

/** Where a line of `text` begins such a formula, the first line not counted; -1 when none does. */
export function findMathBlock(text: string): number {
  for (const { index } of text.matchAll(/\n(?= {0,3}(?:\$\$|\\\[))/g))
    if (mathBlockAtStart(text.slice(index + 1))) return index + 1;
  return -1;
}

/** Hides formulas behind letters, so that their `*` and `_` open no emphasis. The length stays the same. */
export function maskMath(text: string): string {
  if (!/\$|\\[([]/.test(text)) return text;
  let masked = '';
  let at = 0;
  for (const { index } of text.matchAll(/\$|\\[([]/g)) {
    if (index < at) continue;
    const span = mathAtStart(text.slice(index), text[index - 1]);
    if (!span) continue;
    masked += text.slice(at, index) + 'a'.repeat(span.raw.length);
    at = index + span.raw.length;
  }
  return masked + text.slice(at);
}

/** Whether `text` begins a formula of whole lines that is still being written. */
export function isOpenMathBlock(text: string): boolean {
  const open = /^ {0,3}(\$\$|\\\[)/.exec(text);
  return open !== null && !mathAtStart(text.trimStart()) && !BLANK_LINE.test(text.trimEnd());
}
