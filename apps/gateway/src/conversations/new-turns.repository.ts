import { Injectable } from '@nestjs/common';
import {
  CandidateEntity,
  runPrepared,
  TurnEntity,
  type ConversationEntity,
  type Tx,
} from '@koi/database';

/** A conversation that begins with the turn. */
export type OpeningConversation = Pick<
  ConversationEntity,
  'chatbotId' | 'participantId' | 'title'
> &
  Partial<Pick<ConversationEntity, 'inviteId'>>;

export type NewTurnRow = Pick<
  TurnEntity,
  'id' | 'conversationId' | 'parentCandidateId' | 'text' | 'feedbackMode' | 'idempotencyKey'
> &
  Partial<Pick<TurnEntity, 'context' | 'historyHash' | 'parameters'>>;

export type NewCandidateRow = Pick<
  CandidateEntity,
  'id' | 'modelId' | 'modelVersion' | 'position' | 'side'
>;

/** All that a message leaves behind, and its minute marked as `markDirty` does. */
const insertTurn = {
  name: 'insert-turn',
  text: `
    with opened as (
      insert into conversation (id, chatbot_id, participant_id, title, invite_id)
      select $1::uuid, $2::uuid, $3::uuid, $4::text, $14::uuid where $2::uuid is not null
    ), written as (
      insert into turn (id, conversation_id, parent_candidate_id, text, feedback_mode, idempotency_key, context,
                        history_hash, parameters)
      values ($5::uuid, $1::uuid, $6::uuid, $7, $8, $9::uuid, $10::jsonb, $11, $12::jsonb)
      returning created_at
    ), asked as (
      insert into candidate (id, turn_id, model_id, model_version, position, side)
      select id, $5::uuid, "modelId", "modelVersion", position, side
      from jsonb_to_recordset($13::jsonb)
        as c(id uuid, "modelId" uuid, "modelVersion" integer, position integer, side text)
    ), marked as (
      insert into dirty_bucket (bucket) select date_trunc('minute', created_at, 'UTC') from written
    )
    select created_at as "createdAt" from written`,
};

@Injectable()
export class NewTurnsRepository {
  /**
   * Writes a turn with its candidates, and the conversation it opens. It is one statement, so that it is atomic also
   * without a transaction around it, and waits for the disk once. Returns when the turn was written.
   */
  async insert(
    tx: Tx,
    turn: NewTurnRow,
    candidates: readonly NewCandidateRow[],
    opens?: OpeningConversation,
  ): Promise<Date> {
    const [row] = await runPrepared<{ createdAt: Date }>(tx, insertTurn, [
      turn.conversationId,
      opens?.chatbotId ?? null,
      opens?.participantId ?? null,
      opens?.title ?? null,
      turn.id,
      turn.parentCandidateId,
      turn.text,
      turn.feedbackMode,
      turn.idempotencyKey,
      turn.context ? JSON.stringify(turn.context) : null,
      turn.historyHash ?? null,
      JSON.stringify(turn.parameters ?? {}),
      JSON.stringify(candidates),
      opens?.inviteId ?? null,
    ]);
    if (!row) throw new Error('The turn was not written.');
    return row.createdAt;
  }

  /** Adds an answer to a turn that has ended, which is pending again then. Returns when it was written. */
  async insertCandidate(
    tx: Tx,
    candidate: Pick<
      CandidateEntity,
      'id' | 'turnId' | 'modelId' | 'modelVersion' | 'side' | 'idempotencyKey'
    >,
  ): Promise<Date> {
    const position = await tx.countBy(CandidateEntity, { turnId: candidate.turnId });
    await tx.insert(CandidateEntity, { ...candidate, position });
    await tx.update(
      TurnEntity,
      { id: candidate.turnId },
      { state: 'pending', endedAt: null, stopRequestedAt: null },
    );
    const { createdAt } = await tx.findOneOrFail(CandidateEntity, {
      select: { createdAt: true },
      where: { id: candidate.id },
    });
    return createdAt;
  }
}
