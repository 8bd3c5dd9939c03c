import type { ConversationSummary, TurnView } from '@koi/contracts';
import type { ConversationRow, TurnRow } from './conversations.repository.js';
import type { AcceptedTurn, NewTurn } from './turn-acceptance.js';

/**
 * A turn as its participant may see it. In rank mode the models stay unnamed until a ranking is stored, and always
 * when the chatbot does not reveal them.
 */
export function toTurnView(turn: TurnRow): TurnView {
  const revealed = turn.revealModels && (turn.feedbackMode !== 'rank' || turn.ranking !== null);
  return {
    id: turn.id,
    parentCandidateId: turn.parentCandidateId,
    text: turn.text,
    state: turn.state,
    feedbackMode: turn.feedbackMode,
    createdAt: turn.createdAt.toISOString(),
    ranking: turn.ranking,
    rankingReasons: turn.rankingReasons ?? [],
    rankingStrength: turn.rankingStrength,
    candidates: turn.candidates.map((candidate) => ({
      id: candidate.id,
      side: candidate.side,
      state: candidate.state,
      text: candidate.text,
      finishReason: candidate.finishReason,
      detail: candidate.failureDetail,
      vote: candidate.vote,
      voteReasons: candidate.voteReasons ?? [],
      correction: candidate.correction,
      comment: candidate.comment,
      model: revealed ? candidate.model : null,
    })),
  };
}

/** A turn that was stored just now, as it would be read. */
export function newTurnView(
  { text, feedbackMode }: Pick<NewTurn, 'text' | 'feedbackMode'>,
  { turnId, candidates, ...accepted }: AcceptedTurn,
  chatbot: {
    readonly revealModels: boolean;
    readonly models: readonly { readonly id: string; readonly label: string }[];
  },
): TurnView {
  return toTurnView({
    ...accepted,
    id: turnId,
    text,
    state: 'pending',
    feedbackMode,
    revealModels: chatbot.revealModels,
    ranking: null,
    rankingReasons: null,
    rankingStrength: null,
    candidates: candidates.map(({ id, side, modelId }) => ({
      id,
      side,
      state: 'queued',
      attempt: 0,
      text: '',
      finishReason: null,
      failureDetail: null,
      model: chatbot.models.find((model) => model.id === modelId)?.label ?? '',
      vote: null,
      voteReasons: null,
      correction: null,
      comment: null,
    })),
  });
}

export function toConversationSummary(row: ConversationRow): ConversationSummary {
  return {
    id: row.id,
    chatbot: row.chatbot,
    title: row.title,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
