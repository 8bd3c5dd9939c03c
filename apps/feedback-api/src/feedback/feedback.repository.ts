import { Injectable } from '@nestjs/common';
import type { ConversationStep, FeedbackCommand, VersionedReasons } from '@koi/contracts';
import {
  findReasons,
  runPrepared,
  type CurrentFeedbackEntity,
  type FeedbackEntity,
  type Tx,
} from '@koi/database';
import type { FeedbackTarget, Refusal } from './refuse-feedback.js';

/** One participant's commands on one candidate or turn belong together. */
export type FeedbackKey = Pick<FeedbackEntity, 'participantId' | 'kind' | 'targetId'>;

export type NewRevision = Omit<FeedbackEntity, 'createdAt'>;

/** A revision that was stored before, as far as a repeated command is compared with it. */
export type StoredFeedback = Pick<
  FeedbackEntity,
  | 'id'
  | 'kind'
  | 'participantId'
  | 'targetId'
  | 'value'
  | 'text'
  | 'revision'
  | 'reasons'
  | 'strength'
  | 'acceptedAt'
  | 'createdAt'
>;

export type StandingFeedback = Pick<CurrentFeedbackEntity, 'feedbackId' | 'value' | 'acceptedAt'>;

/** What a command meets. */
export interface Situation {
  /** What has its idempotency key already. */
  readonly stored: StoredFeedback | null;
  /** What it is about, when that stands in a conversation of its participant, deleted or not. */
  readonly target: FeedbackTarget | null;
  /** The messages from the root of the conversation to the target's, each with the answer it went on from. */
  readonly path: ConversationStep[];
  readonly current: StandingFeedback | null;
  readonly nextRevision: number;
}

@Injectable()
export class FeedbackRepository {
  /** Waits for every other command of this participant on this target; released by the end of the transaction. */
  async lock(tx: Tx, { participantId, kind, targetId }: FeedbackKey): Promise<void> {
    await runPrepared(tx, LOCK, [`feedback ${participantId} ${kind} ${targetId}`]);
  }

  /** Holds a participant's conversation in share mode, so that no message is being sent in it meanwhile. */
  async holdConversation(tx: Tx, turnId: string, participantId: string): Promise<void> {
    await runPrepared(tx, HOLD_CONVERSATION, [turnId, participantId]);
  }

  /**
   * Everything that decides on a command, in one statement: it sees what was committed while this transaction waited for
   * its locks.
   */
  async situation(tx: Tx, command: FeedbackCommand, key: FeedbackKey): Promise<Situation> {
    const [row] = await runPrepared<Situation>(
      tx,
      command.kind === 'ranking' ? RANKING_SITUATION : ANSWER_SITUATION,
      [command.idempotencyKey, key.participantId, key.kind, key.targetId],
    );
    if (!row) throw new Error('A query without a table gives one row.');
    const { stored, target, current, path, nextRevision } = row;
    return {
      nextRevision,
      path: path ?? [],
      stored: stored && {
        ...stored,
        acceptedAt: new Date(stored.acceptedAt),
        createdAt: new Date(stored.createdAt),
      },
      target: target && {
        ...target,
        continuedAt: target.continuedAt && new Date(target.continuedAt),
      },
      current: current && { ...current, acceptedAt: new Date(current.acceptedAt) },
    };
  }

  /** The chatbot's reasons in the version that was shown, or the latest. */
  findReasons(tx: Tx, chatbotId: string, version?: number): Promise<VersionedReasons | undefined> {
    return findReasons(tx, chatbotId, version);
  }

  /**
   * Appends a revision, makes it current if it `takesOver`, and marks the minutes of the moments it changes. Returns when
   * it was stored; `undefined`, and nothing is written, when another command took the idempotency key at the same moment.
   */
  async append(
    tx: Tx,
    revision: NewRevision,
    { takesOver, changed }: { takesOver: boolean; changed: readonly Date[] },
  ): Promise<Date | undefined> {
    const [row] = await runPrepared<{ createdAt: Date }>(tx, APPEND, [
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
      takesOver,
      changed,
    ]);
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
}

const LOCK = {
  name: 'lock-feedback',
  text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
};

const HOLD_CONVERSATION = {
  name: 'hold-conversation-of-ranking',
  text: `select 1 from turn t join conversation v on v.id = t.conversation_id
         where t.id = $1 and v.participant_id = $2 for share of v`,
};

const pathOf = (turnId: string): string => `(
  with recursive path as (
    select last.text, last.context, last.parent_candidate_id, null::text as answer, 0 as depth
    from turn last where last.id = ${turnId}
    union all
    select earlier.text, earlier.context, earlier.parent_candidate_id, answer.text, path.depth + 1
    from path join candidate answer on answer.id = path.parent_candidate_id
    join turn earlier on earlier.id = answer.turn_id
  )
  select json_agg(json_build_object('context', context, 'text', text, 'answer', answer) order by depth desc) from path
)`;

/** `about`: from where, ending in a condition; names `t` (turn) and `v` (conversation). */
const situationSql = (about: string, candidates: string, continuedAt: string): string => `
  select found.target, found.path,
         (select json_build_object('id', f.id, 'kind', f.kind, 'participantId', f.participant_id, 'targetId', f.target_id,
                                   'value', f.value, 'text', f.text, 'revision', f.revision, 'reasons', f.reasons,
                                   'strength', f.strength, 'acceptedAt', f.accepted_at, 'createdAt', f.created_at)
          from feedback f where f.idempotency_key = $1) as stored,
         (select json_build_object('feedbackId', c.feedback_id, 'value', c.value, 'acceptedAt', c.accepted_at)
          from current_feedback c where c.participant_id = $2 and c.kind = $3 and c.target_id = $4) as current,
         (select coalesce(max(f.revision), 0) + 1 from feedback f
          where f.participant_id = $2 and f.kind = $3 and f.target_id = $4) as "nextRevision"
  from (select) command left join lateral (
    select json_build_object('turnId', t.id, 'conversationId', v.id, 'chatbotId', v.chatbot_id,
                             'feedbackMode', t.feedback_mode, 'byApi', t.history_hash is not null,
                             'candidates', ${candidates}, 'continuedAt', ${continuedAt}) as target,
           ${pathOf('t.id')} as path
    from ${about}
  ) found on true`;

const ANSWER_SITUATION = {
  name: 'situation-of-answer',
  text: situationSql(
    `candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
     where c.id = $4 and v.participant_id = $2`,
    `json_build_array(json_build_object('id', c.id, 'state', c.state, 'text', c.text))`,
    'null::timestamptz',
  ),
};

const RANKING_SITUATION = {
  name: 'situation-of-ranking',
  text: situationSql(
    `turn t join conversation v on v.id = t.conversation_id where t.id = $4 and v.participant_id = $2`,
    `(select coalesce(json_agg(json_build_object('id', c.id, 'state', c.state, 'text', c.text)
                               order by c.side, c.position), '[]') from candidate c where c.turn_id = t.id)`,
    `(select min(later.created_at) from turn later where later.conversation_id = t.conversation_id
      and later.parent_candidate_id in (select id from candidate where turn_id = t.id))`,
  ),
};

/** The triggers of `feedback` and `current_feedback` run at its end, and see all of it. */
const APPEND = {
  name: 'append-feedback',
  text: `
    with appended as (
      insert into feedback (id, idempotency_key, kind, participant_id, turn_id, candidate_id, target_id, value,
                            revision, replaces_id, shown, accepted_at, text, shown_sha256, reasons, reasons_version,
                            strength)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      on conflict (idempotency_key) do nothing
      returning *
    ), standing as (
      insert into current_feedback (participant_id, kind, target_id, feedback_id, value, accepted_at)
      select participant_id, kind, target_id, id, value, accepted_at from appended where $18
      on conflict (participant_id, kind, target_id) do update
        set feedback_id = excluded.feedback_id, value = excluded.value, accepted_at = excluded.accepted_at
    ), dirty as (
      insert into dirty_bucket (bucket)
      select distinct date_trunc('minute', moment, 'UTC') from appended, unnest($19::timestamptz[]) moment
    )
    select created_at as "createdAt" from appended`,
};
