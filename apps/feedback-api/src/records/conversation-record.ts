import type { CandidateRecord, ConversationRecord } from '@koi/contracts';
import type { CandidateRow, ConversationRows, RevisionRow } from './records.repository.js';

/** A whole conversation as the team sees it. */
export function toConversationRecord(rows: ConversationRows): ConversationRecord {
  const { conversation, chatbot, turns, candidates, feedback } = rows;
  return {
    id: conversation.id,
    chatbot,
    participantId: conversation.participantId,
    title: conversation.title,
    createdAt: conversation.createdAt.toISOString(),
    deletedAt: conversation.deletedAt?.toISOString() ?? null,
    turns: turns.map((turn) => ({
      id: turn.id,
      parentCandidateId: turn.parentCandidateId,
      text: turn.text,
      state: turn.state,
      createdAt: turn.createdAt.toISOString(),
      candidates: candidates
        .filter(({ turnId }) => turnId === turn.id)
        .map((candidate) =>
          toCandidateRecord(
            candidate,
            feedback.filter(({ candidateId }) => candidateId === candidate.id),
          ),
        ),
      rankings: feedback
        .filter(({ kind, turnId }) => kind === 'ranking' && turnId === turn.id)
        .map(toRevision),
    })),
  };
}

function toCandidateRecord(row: CandidateRow, feedback: readonly RevisionRow[]): CandidateRecord {
  const { promptTokens, completionTokens, usageEstimated: estimated, cost, costCurrency } = row;
  return {
    id: row.id,
    side: row.side,
    model: { name: row.modelName, label: row.modelLabel, version: row.modelVersion },
    parameters: row.parameters,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    state: row.state,
    text: row.text,
    finishReason: row.finishReason,
    errorDetail: row.errorDetail,
    usage:
      promptTokens === null || completionTokens === null
        ? null
        : { promptTokens, completionTokens, estimated },
    cost:
      cost === null || costCurrency === null
        ? null
        : { amount: Number(cost), currency: costCurrency },
    messagesLeftOut: row.messagesLeftOut,
    ttftMs: row.ttftMs,
    durationMs: row.durationMs,
    votes: feedback.filter(({ kind }) => kind === 'vote').map(toRevision),
    words: feedback
      .filter(({ kind }) => kind === 'correction' || kind === 'comment')
      .map((row) => ({ ...toRevision(row), text: row.text })),
  };
}

function toRevision(row: RevisionRow): CandidateRecord['votes'][number] {
  const { id, kind, value, revision, current, participantId, createdAt, reasons, strength } = row;
  return {
    id,
    kind,
    value,
    revision,
    current,
    participantId,
    createdAt: createdAt.toISOString(),
    reasons: [...reasons],
    strength,
  };
}
