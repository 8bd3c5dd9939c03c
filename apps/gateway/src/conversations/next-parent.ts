import type { CandidateState, FeedbackMode, RankingOutcome, Side, TurnState } from '@koi/contracts';

export interface EndedTurn {
  readonly state: TurnState;
  readonly feedbackMode: FeedbackMode;
  readonly candidates: readonly {
    readonly id: string;
    readonly side: Side;
    readonly state: CandidateState;
  }[];
  /** The participant's current ranking of it. */
  readonly ranking: RankingOutcome | null;
}

export type NextParent =
  { readonly candidateId: string } | { readonly refused: 'turn_pending' | 'ranking_required' };

/**
 * Which answer of a turn the conversation goes on from: the newest that did not fail; in rank mode the one ranked better, or after a tie or "both bad" one
 * drawn at random. Two finished answers that nobody compared yet are to be ranked first.
 */
export function nextParent(turn: EndedTurn, random: () => number): NextParent {
  if (turn.state === 'pending') return { refused: 'turn_pending' };
  const usable = turn.candidates.filter(({ state }) => state !== 'failed');
  const [newest] = (usable.length > 0 ? usable : turn.candidates).slice(-1);
  if (!newest) return { refused: 'turn_pending' };
  const [first, second] = usable;
  if (!first || !second || turn.feedbackMode !== 'rank') return { candidateId: newest.id };
  if (!turn.ranking) return { refused: 'ranking_required' };
  const bySide = (side: Side) => (first.side === side ? first : second);
  switch (turn.ranking) {
    case 'a_better':
      return { candidateId: bySide('a').id };
    case 'b_better':
      return { candidateId: bySide('b').id };
    case 'tie':
    case 'both_bad':
      return { candidateId: (random() < 0.5 ? first : second).id };
  }
}
