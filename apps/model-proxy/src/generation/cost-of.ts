import type { ModelPrice, TokenUsage } from '@koi/contracts';

export interface Cost {
  /** A decimal number with ten places, as Postgres takes a `numeric`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** Decimal places that are kept: a token of a model at 0.01 a million costs 0.00000001. */
const PLACES = 10;

/** What an answer cost at the price its model has now. It is stored with the answer: later prices do not change it. */
export function costOf(
  { promptTokens, completionTokens }: Omit<TokenUsage, 'estimated'>,
  { inputPerMillion, outputPerMillion, currency }: ModelPrice,
): Cost {
  const amount =
    (promptTokens * inputPerMillion) / 1_000_000 +
    (completionTokens * outputPerMillion) / 1_000_000;
  return { amount: amount.toFixed(PLACES), currency };
}
