/** A turn as far as the tree of a conversation goes. */
export interface TreeTurn {
  readonly id: string;
  readonly parentCandidateId: string | null;
  readonly candidates: readonly { readonly id: string }[];
}

/** One turn on a path, and the answer of it that is shown: in rank mode either of the two. */
export interface PathStep<Turn extends TreeTurn> {
  readonly turn: Turn;
  readonly candidateId: string;
}

/**
 * The chosen path through a conversation, from its first message to a leaf.
 *
 * Turns form a tree: an edited message is a sibling of the one it replaces, a regenerated answer another candidate of
 * its turn (in rank mode a sibling turn with another pair). The path leads from the root to the current candidate, and
 * on from there to the newest leaf below it. Without a current candidate, or with one that is gone, it leads to the
 * newest leaf of all. Ids are UUIDv7, so the greater one is the newer.
 */
export function conversationPath<Turn extends TreeTurn>(
  turns: readonly Turn[],
  currentCandidateId: string | null,
): PathStep<Turn>[] {
  const turnOf = new Map(turns.flatMap((turn) => turn.candidates.map(({ id }) => [id, turn])));
  const roots = turns.flatMap(({ candidates }) => candidates.map(({ id }) => id));
  const from =
    currentCandidateId !== null && turnOf.has(currentCandidateId) ? [currentCandidateId] : roots;

  const path: PathStep<Turn>[] = [];
  let candidateId: string | null | undefined = newestLeaf(turns, from);
  while (candidateId) {
    const turn = turnOf.get(candidateId);
    if (!turn || path.some((step) => step.turn === turn)) break;
    path.unshift({ turn, candidateId });
    candidateId = turn.parentCandidateId;
  }
  return path;
}

/** The newest of the given answers and of all that follows from them: where the conversation goes on below them. */
export function newestLeaf(
  turns: readonly TreeTurn[],
  candidateIds: readonly string[],
): string | undefined {
  const replies = new Map<string | null, TreeTurn[]>();
  for (const turn of turns)
    replies.set(turn.parentCandidateId, [...(replies.get(turn.parentCandidateId) ?? []), turn]);
  const seen = new Set<string>();
  const open = [...candidateIds];
  let newest: string | undefined;
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (newest === undefined || id > newest) newest = id;
    for (const { candidates } of replies.get(id) ?? []) open.push(...candidates.map((c) => c.id));
  }
  return newest;
}

/** The versions of a message, oldest first: every turn that replies to the same answer. */
export function siblingTurns<Turn extends TreeTurn>(
  turns: readonly Turn[],
  turn: TreeTurn,
): Turn[] {
  return turns
    .filter(({ parentCandidateId }) => parentCandidateId === turn.parentCandidateId)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
