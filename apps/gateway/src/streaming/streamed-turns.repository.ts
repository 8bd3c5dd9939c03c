import { Injectable } from '@nestjs/common';
import { runPrepared, Transactions } from '@koi/database';
import type { StreamedTurn } from './streamed-turn.js';

const find = {
  name: 'find-streamed-turn',
  text: `
    select t.id, t.conversation_id as "conversationId", t.state, t.created_at as "createdAt",
           (select coalesce(json_agg(json_build_object(
                     'id', a.id, 'side', a.side, 'state', a.state, 'attempt', a.attempt, 'text', a.text,
                     'finishReason', a.finish_reason, 'failureDetail', a.failure_detail,
                     'promptTokens', a.prompt_tokens, 'completionTokens', a.completion_tokens
                   ) order by a.position), '[]')
            from candidate a where a.turn_id = t.id) as candidates
    from turn t join conversation c on c.id = t.conversation_id
    where t.id = $1 and c.participant_id = $2 and c.deleted_at is null`,
};

@Injectable()
export class StreamedTurnsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** A turn of the participant's own; no more of it than its readers are told, because each reads it at the end. */
  async find(turnId: string, participantId: string): Promise<StreamedTurn | undefined> {
    const { manager } = this.transactions;
    const [row] = await runPrepared<StreamedTurn>(manager, find, [turnId, participantId]);
    return row;
  }
}
