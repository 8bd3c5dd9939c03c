import type { FeedbackKind } from '@koi/contracts';

/** The columns of a `ConversationRow`. */
export const CONVERSATION = `
  select c.id, c.chatbot_id as "chatbotId", c.invite_id as "inviteId", b.slug as chatbot,
         coalesce((select i.feedback_mode from invite i where i.id = c.invite_id), b.feedback_mode) as "feedbackMode",
         b.reveal_models as "revealModels", c.title, c.current_candidate_id as "currentCandidateId", c.created_at as "createdAt", c.updated_at as "updatedAt",
         to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAtExact"
  from conversation c join chatbot b on b.id = c.chatbot_id`;

/** What the conversation's participant says now about an answer (or with `t` about the turn), by the primary key. */
const current = (kind: FeedbackKind, target: 'a' | 't' = 'a'): string => `
  from current_feedback cf join feedback f on f.id = cf.feedback_id
  where cf.participant_id = c.participant_id and cf.kind = '${kind}' and cf.target_id = ${target}.id`;

/** The columns of a `TurnRow`. */
export const TURN = `
  select t.id, t.conversation_id as "conversationId", t.parent_candidate_id as "parentCandidateId", t.text, t.state,
         t.feedback_mode as "feedbackMode", b.reveal_models as "revealModels", t.created_at as "createdAt",
         r.outcome as ranking, r.reasons as "rankingReasons", r.strength as "rankingStrength",
         (select coalesce(json_agg(json_build_object(
            'id', a.id, 'side', a.side, 'state', a.state, 'attempt', a.attempt, 'text', a.text,
            'finishReason', a.finish_reason, 'failureDetail', a.failure_detail, 'model', m.label,
            'vote', v.value, 'voteReasons', v.reasons,
            'correction', (select f.text ${current('correction')}), 'comment', (select f.text ${current('comment')})
          ) order by a.position), '[]')
          from candidate a join model m on m.id = a.model_id
          left join lateral (select f.value, f.reasons ${current('vote')} and cf.value <> 'undo') v on true
          where a.turn_id = t.id) as candidates
  from turn t join conversation c on c.id = t.conversation_id join chatbot b on b.id = c.chatbot_id
  left join lateral (
    select f.value as outcome, f.reasons, f.strength ${current('ranking', 't')} and cf.value <> 'undo'
  ) r on true`;

export const findConversation = {
  name: 'find-conversation',
  text: `${CONVERSATION} where c.id = $1 and c.participant_id = $2 and ($3 or c.deleted_at is null)`,
};

export const findTurn = {
  name: 'find-turn',
  text: `${TURN} where t.id = $1 and c.participant_id = $2 and c.deleted_at is null`,
};

export const findTurnOfCandidate = {
  name: 'find-turn-of-candidate',
  text: `${TURN} where t.conversation_id = $2 and t.id = (select turn_id from candidate where id = $1)`,
};

export const findByKey = {
  name: 'find-turn-by-key',
  text: `
    select t.id, t.conversation_id as "conversationId", c.participant_id as "participantId",
           t.parent_candidate_id as "parentCandidateId", t.text
    from turn t join conversation c on c.id = t.conversation_id where t.idempotency_key = $1`,
};

export const findPendingTurn = {
  name: 'find-pending-turn',
  text: `select from turn where conversation_id = $1 and state = 'pending' limit 1`,
};

export const lockAndTouch = {
  name: 'lock-and-touch-conversation',
  text: `
    update conversation c
    set updated_at = now(), current_candidate_id = coalesce($2::uuid, c.current_candidate_id)
    from (select id, current_candidate_id from conversation where id = $1 for update) old
    where c.id = old.id and c.deleted_at is null
    returning old.current_candidate_id as before`,
};
