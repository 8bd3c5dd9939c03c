import type { FeedbackRecord } from '@koi/contracts/http';

/** What a ranking says about the answer on one side; undefined without a current ranking. */
export type Verdict = 'chosen' | 'rejected' | 'tie' | 'both_bad' | undefined;

export function verdictOf(side: 'a' | 'b', ranking: FeedbackRecord['value'] | undefined): Verdict {
  if (ranking === 'tie' || ranking === 'both_bad') return ranking;
  if (ranking !== 'a_better' && ranking !== 'b_better') return undefined;
  return (ranking === 'a_better') === (side === 'a') ? 'chosen' : 'rejected';
}
