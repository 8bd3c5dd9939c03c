import { Injectable } from '@nestjs/common';
import type { ConversationStep, FeedbackCommand, VersionedReasons } from '@koi/contracts';
import { CurrentFeedbackEntity, FeedbackEntity, findReasons, type Tx } from '@koi/database';
import type { FeedbackTarget, Refusal } from './refuse-feedback.js';

/** One participant's commands on one candidate or turn belong together. */
export type FeedbackKey = Pick<FeedbackEntity, 'participantId' | 'kind' | 'targetId'>;

export type NewRevision = Omit<FeedbackEntity, 'createdAt'>;

@Injectable()
export class FeedbackRepository {
  /** Waits for every other command of this participant on this target; released by the end of the transaction. */
  async lock(tx: Tx, { participantId, kind, targetId }: FeedbackKey): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `feedback ${participantId} ${kind} ${targetId}`,
    ]);
  }

  findByKey(tx: Tx, idempotencyKey: string): Promise<FeedbackEntity | null> {
    return tx.findOneBy(FeedbackEntity, { idempotencyKey });
  }

  /**
   * The command's target when it stands in a conversation of its participant, deleted or not. For a ranking the
   * conversation is locked in share mode, so that no message is being sent in it meanwhile.
   */
  async findTarget(tx: Tx, command: FeedbackCommand): Promise<FeedbackTarget | undefined> {
    const [target] = await tx.query<FeedbackTarget[]>(
      command.kind === 'ranking' ? RANKING_TARGET : CANDIDATE_TARGET,
      [command.kind === 'ranking' ? command.turnId : command.candidateId, command.participantId],
    );
    if (!target || command.kind !== 'ranking') return target;
    // A statement of its own: it sees what was committed while this transaction waited for the conversation.
    const [{ continuedAt } = { continuedAt: null }] = await tx.query<
      { continuedAt: Date | null }[]
    >(
      `select min(later.created_at) as "continuedAt"
       from turn t join turn later on later.conversation_id = t.conversation_id
       where t.id = $1 and later.parent_candidate_id in (select id from candidate where turn_id = t.id)`,
      [target.turnId],
    );
    return { ...target, continuedAt };
  }

  /** The chatbot's reasons in the version that was shown, or the latest. */
  findReasons(tx: Tx, chatbotId: string, version?: number): Promise<VersionedReasons | undefined> {
    return findReasons(tx, chatbotId, version);
  }

  /** The messages from the root of the conversation to a turn, each with the answer it went on from. */
  path(tx: Tx, turnId: string): Promise<ConversationStep[]> {
    return tx.query<ConversationStep[]>(
      `with recursive path as (
         select t.text, t.context, t.parent_candidate_id, null::text as answer, 0 as depth from turn t where t.id = $1
         union all
         select t.text, t.context, t.parent_candidate_id, c.text, path.depth + 1
         from path join candidate c on c.id = path.parent_candidate_id join turn t on t.id = c.turn_id
       )
       select context, text, answer from path order by depth desc`,
      [turnId],
    );
  }

  findCurrent(tx: Tx, key: FeedbackKey): Promise<CurrentFeedbackEntity | null> {
    const { participantId, kind, targetId } = key;
    return tx.findOneBy(CurrentFeedbackEntity, { participantId, kind, targetId });
  }

  async nextRevision(tx: Tx, { participantId, kind, targetId }: FeedbackKey): Promise<number> {
    const [row] = await tx.query<{ next: number }[]>(
      `select coalesce(max(revision), 0) + 1 as next from feedback
       where participant_id = $1 and kind = $2 and target_id = $3`,
      [participantId, kind, targetId],
    );
    return row?.next ?? 1;
  }

  /** When it was stored; `undefined` when another command took the idempotency key at the same moment. */
  async insert(tx: Tx, revision: NewRevision): Promise<Date | undefined> {
    const [row] = await tx.query<{ createdAt: Date }[]>(
      `insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value,
                             revision, replaces_id, shown, accepted_at, text, shown_sha256, reasons, reasons_version,
                             strength)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (idempotency_key) do nothing
       returning created_at as "createdAt"`,
      [
        revision.id,
        revision.idempotencyKey,
        revision.kind,
        revision.participantId,
        revision.turnId,
        revision.candidateId,
        revision.targetId,
        revision.value,
        revision.revision,
        revision.replacesId,
        JSON.stringify(revision.shown),
        revision.acceptedAt,
        revision.text,
        revision.shownSha256,
        JSON.stringify(revision.reasons),
        revision.reasonsVersion,
        revision.strength,
      ],
    );
    return row?.createdAt;
  }

  /** The last refusal of a key; none of somebody who does not exist, or was erased meanwhile. */
  async keepRefused(tx: Tx, command: FeedbackCommand, { code, detail }: Refusal): Promise<void> {
    await tx.query(
      `insert into refused_feedback (idempotency_key, participant_id, kind, code, detail, command)
       select $1, p.id, $3, $4, $5, $6 from participant p where p.id = $2 for key share
       on conflict (idempotency_key) do update
         set refused_at = now(), participant_id = excluded.participant_id, kind = excluded.kind,
             code = excluded.code, detail = excluded.detail, command = excluded.command`,
      [
        command.idempotencyKey,
        command.participantId,
        command.kind,
        code,
        detail,
        JSON.stringify(command),
      ],
    );
  }

  async setCurrent(tx: Tx, { id, ...revision }: NewRevision): Promise<void> {
    const { participantId, kind, targetId, value, acceptedAt } = revision;
    await tx.upsert(
      CurrentFeedbackEntity,
      { participantId, kind, targetId, feedbackId: id, value, acceptedAt },
      ['participantId', 'kind', 'targetId'],
    );
  }
}

const CANDIDATE_TARGET = `
  select t.id as "turnId", v.id as "conversationId", v.chatbot_id as "chatbotId", t.feedback_mode as "feedbackMode", t.history_hash is not null as "byApi", null as "continuedAt",
         jsonb_build_array(jsonb_build_object('id', c.id, 'state', c.state, 'text', c.text)) as candidates
  from candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
  where c.id = $1 and v.participant_id = $2`;

const RANKING_TARGET = `
  select t.id as "turnId", v.id as "conversationId", v.chatbot_id as "chatbotId", t.feedback_mode as "feedbackMode", t.history_hash is not null as "byApi", null as "continuedAt",
         (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'state', c.state, 'text', c.text) order by c.side, c.position), '[]')
          from candidate c where c.turn_id = t.id) as candidates
  from turn t join conversation v on v.id = t.conversation_id
  where t.id = $1 and v.participant_id = $2
  for share of v`;
