import { Injectable } from '@nestjs/common';
import { conversationPath } from '@koi/contracts';
import type {
  CandidateState,
  FeedbackKind,
  FeedbackMode,
  FinishReason,
  RankingOutcome,
  RankingStrength,
  Side,
  TreeTurn,
  TurnState,
  VoteValue,
} from '@koi/contracts';
import { ConversationEntity, Transactions, TurnEntity, type Tx } from '@koi/database';
import { openTo } from '../access/access.repository.js';

export interface ConversationRow {
  readonly id: string;
  readonly chatbotId: string;
  readonly inviteId: string | null;
  readonly chatbot: string;
  readonly feedbackMode: FeedbackMode;
  readonly revealModels: boolean;
  readonly title: string;
  readonly currentCandidateId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** `updatedAt` with the microseconds of Postgres, which a Date loses: pages are cut by it. */
  readonly updatedAtExact: string;
}

export interface TurnRow {
  readonly id: string;
  readonly conversationId: string;
  readonly parentCandidateId: string | null;
  readonly text: string;
  readonly state: TurnState;
  readonly feedbackMode: FeedbackMode;
  readonly revealModels: boolean;
  readonly createdAt: Date;
  readonly ranking: RankingOutcome | null;
  readonly rankingReasons: string[] | null;
  readonly rankingStrength: RankingStrength | null;
  readonly candidates: readonly CandidateRow[];
}

interface CandidateRow {
  readonly id: string;
  readonly side: Side;
  readonly state: CandidateState;
  readonly attempt: number;
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly failureDetail: string | null;
  readonly model: string;
  readonly vote: VoteValue | null;
  readonly voteReasons: string[] | null;
  readonly correction: string | null;
  readonly comment: string | null;
}

/** The turn a key was used for. */
interface KeyedTurn {
  readonly id: string;
  readonly conversationId: string;
  readonly participantId: string;
  readonly parentCandidateId: string | null;
  readonly text: string;
}

const CONVERSATION = `
  select c.id, c.chatbot_id as "chatbotId", c.invite_id as "inviteId", b.slug as chatbot,
         coalesce((select i.feedback_mode from invite i where i.id = c.invite_id), b.feedback_mode) as "feedbackMode",
         b.reveal_models as "revealModels", c.title, c.current_candidate_id as "currentCandidateId", c.created_at as "createdAt", c.updated_at as "updatedAt",
         to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "updatedAtExact"
  from conversation c join chatbot b on b.id = c.chatbot_id`;

/** What the conversation's participant says now about an answer (or with `t` about the turn), by the primary key. */
const current = (kind: FeedbackKind, target: 'a' | 't' = 'a'): string => `
  from current_feedback cf join feedback f on f.id = cf.feedback_id
  where cf.participant_id = c.participant_id and cf.kind = '${kind}' and cf.target_id = ${target}.id`;

const TURN = `
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

@Injectable()
export class ConversationsRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(
    id: string,
    participantId: string,
    options: { deleted?: boolean } = {},
  ): Promise<ConversationRow | undefined> {
    const [row] = await this.transactions.manager.query<ConversationRow[]>(
      `${CONVERSATION} where c.id = $1 and c.participant_id = $2 ${options.deleted ? '' : 'and c.deleted_at is null'}`,
      [id, participantId],
    );
    return row;
  }

  /** One page, the latest first; `before` is the last row of the page before. */
  list(
    participantId: string,
    filter: {
      chatbot?: string;
      search?: string;
      before?: { updatedAt: string; id: string };
      limit: number;
    },
  ): Promise<ConversationRow[]> {
    return this.transactions.manager.query<ConversationRow[]>(
      `${CONVERSATION}
       where c.participant_id = $1 and c.deleted_at is null and ${openTo('$1')}
         and ($2::text is null or b.slug = $2)
         and ($3::text is null or c.title ilike '%' || $3 || '%' or exists (
               select 1 from turn t where t.conversation_id = c.id and t.text ilike '%' || $3 || '%'))
         and ($4::timestamptz is null or (c.updated_at, c.id) < ($4, $5::uuid))
       order by c.updated_at desc, c.id desc limit $6`,
      [
        participantId,
        filter.chatbot ?? null,
        filter.search ? escapeLike(filter.search) : null,
        filter.before?.updatedAt ?? null,
        filter.before?.id ?? null,
        filter.limit,
      ],
    );
  }

  async rename(id: string, participantId: string, title: string): Promise<void> {
    await this.transactions.manager.update(ConversationEntity, { id, participantId }, { title });
  }

  async setDeleted(id: string, participantId: string, deletedAt: Date | null): Promise<boolean> {
    const { affected } = await this.transactions.manager.update(
      ConversationEntity,
      { id, participantId },
      { deletedAt },
    );
    return (affected ?? 0) > 0;
  }

  turns(conversationId: string): Promise<TurnRow[]> {
    return this.transactions.manager.query<TurnRow[]>(
      `${TURN} where t.conversation_id = $1 order by t.id`,
      [conversationId],
    );
  }

  async findTurn(id: string, participantId: string): Promise<TurnRow | undefined> {
    const [row] = await this.transactions.manager.query<TurnRow[]>(
      `${TURN} where t.id = $1 and c.participant_id = $2 and c.deleted_at is null`,
      [id, participantId],
    );
    return row;
  }

  async turnOfCandidate(
    tx: Tx,
    candidateId: string,
    conversationId: string,
  ): Promise<TurnRow | undefined> {
    const [row] = await tx.query<TurnRow[]>(
      `${TURN} where t.conversation_id = $2 and t.id = (select turn_id from candidate where id = $1)`,
      [candidateId, conversationId],
    );
    return row;
  }

  async turnOf(tx: Tx, turnId: string, conversationId: string): Promise<TurnRow | undefined> {
    const [row] = await tx.query<TurnRow[]>(`${TURN} where t.conversation_id = $2 and t.id = $1`, [
      turnId,
      conversationId,
    ]);
    return row;
  }

  /** The answer at the end of the chosen path. */
  async leaf(
    tx: Tx,
    conversationId: string,
    currentCandidateId: string | null,
  ): Promise<string | undefined> {
    const turns = await tx.query<TreeTurn[]>(
      `select t.id, t.parent_candidate_id as "parentCandidateId",
              (select coalesce(json_agg(json_build_object('id', a.id)), '[]')
               from candidate a where a.turn_id = t.id) as candidates
       from turn t where t.conversation_id = $1`,
      [conversationId],
    );
    return conversationPath(turns, currentCandidateId).at(-1)?.candidateId;
  }

  /** The turn a key was used for, with what tells whether the same message was meant. */
  async findByKey(idempotencyKey: string): Promise<KeyedTurn | undefined> {
    const [row] = await this.transactions.manager.query<KeyedTurn[]>(
      `select t.id, t.conversation_id as "conversationId", c.participant_id as "participantId",
              t.parent_candidate_id as "parentCandidateId", t.text
       from turn t join conversation c on c.id = t.conversation_id where t.idempotency_key = $1`,
      [idempotencyKey],
    );
    return row;
  }

  /** The turn an answer was asked for anew with a key. */
  async findRegenerated(
    idempotencyKey: string,
  ): Promise<{ turnId: string; conversationId: string; participantId: string } | undefined> {
    const [row] = await this.transactions.manager.query<
      { turnId: string; conversationId: string; participantId: string }[]
    >(
      `select t.id as "turnId", t.conversation_id as "conversationId", c.participant_id as "participantId"
       from candidate a join turn t on t.id = a.turn_id join conversation c on c.id = t.conversation_id
       where a.idempotency_key = $1`,
      [idempotencyKey],
    );
    return row;
  }

  /**
   * Holds the conversation until the transaction ends, so that two messages sent at once take turns and no ranking
   * of it changes meanwhile. The chosen path leads to `currentCandidateId` from now on; answers where it led before,
   * or `undefined` when the conversation has been deleted.
   */
  async lockAndTouch(
    tx: Tx,
    conversationId: string,
    currentCandidateId: string | null = null,
  ): Promise<{ before: string | null } | undefined> {
    const [[row]] = await tx.query<[{ before: string | null }[], number]>(
      `update conversation c
       set updated_at = now(), current_candidate_id = coalesce($2::uuid, c.current_candidate_id)
       from (select id, current_candidate_id from conversation where id = $1 for update) old
       where c.id = old.id and c.deleted_at is null
       returning old.current_candidate_id as before`,
      [conversationId, currentCandidateId],
    );
    return row;
  }

  /** False when the answer is not one of the conversation. */
  async setCurrent(conversationId: string, candidateId: string): Promise<boolean> {
    const [, affected] = await this.transactions.manager.query<[unknown[], number]>(
      `update conversation c set current_candidate_id = a.id
       from candidate a join turn t on t.id = a.turn_id
       where c.id = $1 and a.id = $2 and t.conversation_id = c.id`,
      [conversationId, candidateId],
    );
    return affected > 0;
  }

  async hasPendingTurn(tx: Tx, conversationId: string): Promise<boolean> {
    return tx.existsBy(TurnEntity, { conversationId, state: 'pending' });
  }

  /** Leaves a mark that model-proxy finds even when the stop message is lost. */
  async requestStop(turnId: string, at: Date): Promise<void> {
    await this.transactions.manager.update(
      TurnEntity,
      { id: turnId, state: 'pending' },
      { stopRequestedAt: at },
    );
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
