/** Counts the tokens of a text, about. */
export type CountTokens = (text: string) => number;

/** The tokenizer slows down with the square of a word's length; a cut adds at most one token. */
const PIECE_CHARACTERS = 512;

/** About 0.1 s of work; of a longer text the beginning stands for the rest. */
const LIMIT_CHARACTERS = 100_000;

let counting: Promise<CountTokens> | undefined;

/**
 * The counter for models whose own tokenizer is not here: `o200k_base`, the one of OpenAI's models since GPT-4o. Other models
 * count some percent more or less. It is loaded by the first call, since many installations never need it.
 */
export function tokenCounter(): Promise<CountTokens> {
  return (counting ??= load());
}

async function load(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // What looks like a special token is text here, and counted as such.
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => {
    const counted = text.slice(0, LIMIT_CHARACTERS);
    let tokens = 0;
    for (let start = 0; start < counted.length; start += PIECE_CHARACTERS)
      tokens += countTokens(counted.slice(start, start + PIECE_CHARACTERS), options);
    return counted.length === text.length
      ? tokens
      : Math.ceil((tokens * text.length) / counted.length);
  };
}
