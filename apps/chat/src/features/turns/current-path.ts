import type { TurnView } from '@koi/contracts/http';

/**
 * The turns from the first message to the latest one. Turns form a tree, since a message may reply to an earlier
 * answer; what is shown is one path through it.
 */
export function currentPath(turns: readonly TurnView[], latestId?: string): TurnView[] {
  const byCandidate = new Map<string, TurnView>();
  for (const turn of turns) for (const { id } of turn.candidates) byCandidate.set(id, turn);

  const path: TurnView[] = [];
  let turn = turns.find(({ id }) => id === latestId) ?? turns.at(-1);
  while (turn && !path.includes(turn)) {
    path.unshift(turn);
    turn = turn.parentCandidateId ? byCandidate.get(turn.parentCandidateId) : undefined;
  }
  return path;
}
