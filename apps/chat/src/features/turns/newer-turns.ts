import type { ConversationView, TurnView } from '@koi/contracts/http';

/** The conversation with a turn as the server just gave it; a new answer of it is the current one. */
export function withTurn(conversation: ConversationView, turn: TurnView): ConversationView {
  const before = conversation.turns.find(({ id }) => id === turn.id);
  const added = turn.candidates.find(
    (candidate) => !before?.candidates.some(({ id }) => id === candidate.id),
  );
  return {
    ...conversation,
    turns: before
      ? conversation.turns.map((other) => (other === before ? turn : other))
      : [...conversation.turns, turn],
    currentCandidateId: added?.id ?? conversation.currentCandidateId,
  };
}

/**
 * Keeps what came of single turns while the whole conversation was being read: the reading may be older. Without this an
 * answer that has just ended would be shown as running once more.
 */
export function newerTurns() {
  const readings = new Set<TurnView[]>();
  return {
    came: (turn: TurnView): void => readings.forEach((turns) => turns.push(turn)),
    async read(conversation: () => Promise<ConversationView>): Promise<ConversationView> {
      const newer: TurnView[] = [];
      readings.add(newer);
      try {
        return newer.reduce(withTurn, await conversation());
      } finally {
        readings.delete(newer);
      }
    },
  };
}
