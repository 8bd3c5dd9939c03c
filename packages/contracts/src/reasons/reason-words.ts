import type { FeedbackKind, VoteChoice, RankingChoice, WordsChoice } from '../terms.js';
import type { Reason, ReasonGroup } from './reason-set.js';

/** Which reasons a statement may name; `undefined` when it takes none (a tie, an undo, words). */
export function reasonGroupOf(
  kind: FeedbackKind,
  value: VoteChoice | RankingChoice | WordsChoice,
): ReasonGroup | undefined {
  if (kind === 'vote') return value === 'up' || value === 'down' ? value : undefined;
  if (kind !== 'ranking') return undefined;
  if (value === 'both_bad') return 'down';
  return value === 'a_better' || value === 'b_better' ? 'ranking' : undefined;
}

/** A label in the wanted language, else in English, else in whichever there is, else the key. */
export function reasonLabel({ key, labels }: Reason, wanted: string): string {
  return labels[wanted] ?? labels['en'] ?? Object.values(labels)[0] ?? key;
}
