import type { ConversationRecord } from '@koi/contracts/http';

type Turn = ConversationRecord['turns'][number];

/** A turn where it stands in the tree of its conversation. */
export interface PlacedTurn<Of extends TreeTurn = Turn> {
  readonly turn: Of;
  /** How many times the conversation has parted on the way to it; 0 in one that never has. */
  readonly depth: number;
  /** Its place among the messages that follow the same answer, the oldest first, from 1; and how many they are. */
  readonly version: number;
  readonly versions: number;
  /** What it follows, where that is not clear from what stands above it. */
  readonly after: { readonly turn: Of; readonly answer: number } | undefined;
}

type TreeTurn = Pick<Turn, 'id' | 'parentCandidateId' | 'createdAt'> & {
  readonly candidates: readonly { readonly id: string }[];
};

/** The turns of a conversation with each branch in one piece: a message, all that came of it, then the next version of it. */
export function placeTurns<Of extends TreeTurn>(turns: readonly Of[]): PlacedTurn<Of>[] {
  const parents = new Map(
    turns.flatMap((turn) =>
      turn.candidates.map(({ id }, index) => [id, { turn, answer: index + 1 }] as const),
    ),
  );
  const following = new Map<string, Of[]>();
  for (const turn of turns) {
    const key = parents.has(turn.parentCandidateId ?? '') ? String(turn.parentCandidateId) : '';
    following.set(key, [...(following.get(key) ?? []), turn]);
  }
  const placed: PlacedTurn<Of>[] = [];
  const siblings = (key: string, depth: number) => {
    const versions = (following.get(key) ?? []).sort((a, b) =>
      a.createdAt < b.createdAt ? -1 : 1,
    );
    return versions.map((turn, index) => ({
      turn,
      depth: depth + (versions.length > 1 ? 1 : 0),
      version: index + 1,
      versions: versions.length,
    }));
  };
  // A stack, not calls: a conversation may be thousands of messages deep.
  const waiting = siblings('', 0).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const parent = parents.get(next.turn.parentCandidateId ?? '');
    const above = placed.at(-1)?.turn;
    const isClear = !parent || (parent.turn === above && parent.turn.candidates.length === 1);
    placed.push({ ...next, after: isClear ? undefined : parent });
    const below = next.turn.candidates.flatMap(({ id }) => siblings(id, next.depth));
    waiting.push(...below.reverse());
  }
  return placed;
}
