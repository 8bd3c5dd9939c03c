import type { FinalState, GenerationParameters } from '@koi/contracts';
import { runPrepared, type Tx } from '@koi/database';
import type { AnswerEnding } from './generation.repository.js';

/**
 * The turn is held first, as everybody does who changes both, and until the transaction ends. A turn whose outcome this answer
 * decides ends in the same statement: nobody can ask for a newer answer before it has.
 */
const endAnswer = {
  name: 'end-answer',
  text: `
    with held as (
      select id from turn where id = $1 for update
    ), ended as (
      update candidate a
      set attempt = $3, state = $4, finish_reason = $5, text = $6, failure_kind = $7, failure_detail = $8,
          error_detail = $9, prompt_tokens = $10, completion_tokens = $11, usage_estimated = $12, cost = $13,
          cost_currency = $14, messages_left_out = $15, ttft_ms = $16, duration_ms = $17, parameters = $18::jsonb,
          model_id = coalesce($19, a.model_id), model_version = coalesce($20, a.model_version),
          fallback_for_model_id = coalesce($21, a.fallback_for_model_id), ended_at = now()
      from held
      where a.id = $2 and a.turn_id = held.id and a.attempt <= $3 and a.state in ('queued', 'streaming')
      returning a.turn_id, a.position, a.created_at
    ), decided as (
      update turn t set state = $22, ended_at = now()
      from ended
      where t.id = ended.turn_id and t.state = 'pending' and $22::text is not null and not exists (
        select from candidate newer where newer.turn_id = t.id and newer.position > ended.position)
    ), marked as (
      insert into dirty_bucket (bucket) select date_trunc('minute', created_at, 'UTC') from ended
    )
    select from ended`,
};

/** An attempt at an answer. */
export interface Attempt {
  readonly turnId: string;
  readonly candidateId: string;
  readonly attempt: number;
}

/**
 * Writes how an attempt ended, marks the answer's minute as `markDirty` does, and with `outcome` ends the turn unless a
 * newer answer decides it. One statement, so atomic also without a transaction around it. False when the answer has
 * ended or a later attempt has begun; then nothing is written.
 */
export async function writeEnding(
  tx: Tx,
  { turnId, candidateId, attempt }: Attempt,
  ending: AnswerEnding & { readonly parameters: GenerationParameters },
  outcome: FinalState | null,
): Promise<boolean> {
  const { usage, cost, standIn } = ending;
  const rows = await runPrepared(tx, endAnswer, [
    turnId,
    candidateId,
    attempt,
    ending.state,
    ending.finishReason,
    ending.text,
    ending.failureKind ?? null,
    ending.failureDetail ?? null,
    ending.errorDetail ?? null,
    usage?.promptTokens ?? null,
    usage?.completionTokens ?? null,
    usage?.estimated ?? false,
    cost?.amount ?? null,
    cost?.currency ?? null,
    ending.messagesLeftOut ?? 0,
    ending.ttftMs ?? null,
    ending.durationMs ?? null,
    JSON.stringify(standIn?.parameters ?? ending.parameters),
    standIn?.modelId ?? null,
    standIn?.modelVersion ?? null,
    standIn?.fallbackForModelId ?? null,
    outcome,
  ]);
  return rows.length > 0;
}
