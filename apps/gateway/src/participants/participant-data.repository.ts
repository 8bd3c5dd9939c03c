import { Injectable } from '@nestjs/common';
import type { ParticipantData } from '@koi/contracts';
import { Transactions } from '@koi/database';

type Conversation = ParticipantData['conversations'][number];
type Feedback = ParticipantData['feedback'][number];

/** A moment as ISO 8601, as the rest of the file has it. */
const iso = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Reads everything of a participant in pieces; Postgres makes the JSON. */
@Injectable()
export class ParticipantDataRepository {
  constructor(private readonly transactions: Transactions) {}

  async consents(participantId: string): Promise<ParticipantData['consents']> {
    return this.transactions.manager.query<ParticipantData['consents']>(
      `select b.slug as chatbot, x.text, a.text_hash as "textHash", a.invite_id is not null as "byInvite",
              ${iso('a.consented_at')} as "consentedAt"
       from consent a join consent_text x on x.hash = a.text_hash join chatbot b on b.id = a.chatbot_id
       where a.participant_id = $1 order by a.consented_at, b.slug`,
      [participantId],
    );
  }

  async invites(participantId: string): Promise<ParticipantData['invites']> {
    return this.transactions.manager.query<ParticipantData['invites']>(
      `select array(select b.slug from invite_chatbot ic join chatbot b on b.id = ic.chatbot_id
                    where ic.invite_id = i.id order by b.slug) as chatbots,
              ${iso('pi.redeemed_at')} as "redeemedAt", ${iso('i.revoked_at')} as "revokedAt"
       from participant_invite pi join invite i on i.id = pi.invite_id
       where pi.participant_id = $1 order by pi.redeemed_at`,
      [participantId],
    );
  }

  /** The next conversations in the order of their ids, which is that of their making. */
  conversations(
    participantId: string,
    after: string | undefined,
    limit: number,
  ): Promise<Conversation[]> {
    return this.transactions.manager.query<Conversation[]>(
      `select c.id, b.slug as chatbot, c.title, ${iso('c.created_at')} as "createdAt",
              ${iso('c.updated_at')} as "updatedAt", ${iso('c.deleted_at')} as "deletedAt",
              (select coalesce(json_agg(${TURN} order by t.id), '[]') from turn t where t.conversation_id = c.id) as turns
       from conversation c join chatbot b on b.id = c.chatbot_id
       where c.participant_id = $1 and ($2::uuid is null or c.id > $2) order by c.id limit $3`,
      [participantId, after ?? null, limit],
    );
  }

  feedback(participantId: string, after: string | undefined, limit: number): Promise<Feedback[]> {
    return this.transactions.manager.query<Feedback[]>(
      `select f.id, f.kind, f.turn_id as "turnId", f.candidate_id as "candidateId", f.value, f.text,
              f.reasons, f.reasons_version as "reasonsVersion", f.strength, f.revision,
              f.replaces_id as "replacesId", f.shown, ${iso('f.accepted_at')} as "acceptedAt",
              ${iso('f.created_at')} as "createdAt"
       from feedback f where f.participant_id = $1 and ($2::uuid is null or f.id > $2) order by f.id limit $3`,
      [participantId, after ?? null, limit],
    );
  }
}

/** The same rule as on the page: in rank mode models stay unnamed until a ranking is stored. */
const REVEALED = `b.reveal_models and (t.feedback_mode <> 'rank' or exists (
  select 1 from current_feedback f where f.participant_id = c.participant_id and f.kind = 'ranking'
    and f.target_id = t.id and f.value <> 'undo'))`;

const CANDIDATE = `json_build_object(
  'id', a.id, 'side', a.side, 'state', a.state, 'text', a.text, 'finishReason', a.finish_reason,
  'model', case when ${REVEALED} then m.label end, 'promptTokens', case when ${REVEALED} then a.prompt_tokens end,
  'completionTokens', case when ${REVEALED} then a.completion_tokens end,
  'ttftMs', case when ${REVEALED} then a.ttft_ms end, 'durationMs', case when ${REVEALED} then a.duration_ms end,
  'createdAt', ${iso('a.created_at')}, 'endedAt', case when ${REVEALED} then ${iso('a.ended_at')} end)`;

const TURN = `json_build_object(
  'id', t.id, 'parentCandidateId', t.parent_candidate_id, 'text', t.text, 'context', t.context,
  'feedbackMode', t.feedback_mode, 'state', t.state, 'createdAt', ${iso('t.created_at')}, 'endedAt', ${iso('t.ended_at')},
  'candidates', (select coalesce(json_agg(${CANDIDATE} order by a.position), '[]')
                 from candidate a join model m on m.id = a.model_id where a.turn_id = t.id))`;
