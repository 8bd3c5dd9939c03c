import type { TurnView } from '@koi/contracts/http';

/** True when the server would refuse the next message because two finished answers were not compared yet. */
export function needsRanking(turn: TurnView | undefined, chosen: boolean): boolean {
  if (turn?.feedbackMode !== 'rank' || turn.state === 'pending' || chosen) return false;
  return turn.candidates.filter(({ state }) => state !== 'failed').length > 1;
}
