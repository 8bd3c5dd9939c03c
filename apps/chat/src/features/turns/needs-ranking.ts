import type { TurnView } from '@koi/contracts/http';

/**
 * True when the server would refuse the next message because two finished answers were not compared yet; while they are
 * being written only for whoever has a message waiting, and would wait for nothing.
 */
export function needsRanking(
  turn: TurnView | undefined,
  chosen: boolean,
  waiting: boolean,
): boolean {
  if (turn?.feedbackMode !== 'rank' || chosen) return false;
  if (turn.state === 'pending') return waiting;
  return turn.candidates.filter(({ state }) => state !== 'failed').length > 1;
}
