export type Direction = 'ltr' | 'rtl';

/** The first character that has a direction: a letter, or one of Unicode's two marks (UAX #9, rules P2 and P3). */
const STRONG = /[\p{L}\u200e\u200f]/u;
/** Scripts written from right to left, as Unicode sets blocks aside for them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What reads as one character and is written in letters. */
const ENTITY = /&#?\w{1,32};/g;

/**
 * The direction of a block that holds other blocks: of the first text in it that has one. `dir="auto"` cannot say it, for
 * it passes over elements that have a `dir` of their own, and so over every paragraph of a quote.
 */
export function directionOf(texts: Iterable<string>): Direction | undefined {
  for (const text of texts) {
    const [strong] = STRONG.exec(text.replace(ENTITY, ' ')) ?? [];
    if (strong) return RIGHT_TO_LEFT.test(strong) ? 'rtl' : 'ltr';
  }
  return undefined;
}

export function* textsOf(parts: readonly { readonly text: string }[]): Iterable<string> {
  for (const { text } of parts) yield text;
}
