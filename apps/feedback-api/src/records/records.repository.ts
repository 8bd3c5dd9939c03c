import { Injectable } from '@nestjs/common';
import {
  COUNTED_ROWS_WITH_WORDS,
  type CandidateState,
  type FeedbackMode,
  type FinishReason,
  type GenerationParameters,
  type Side,
} from '@koi/contracts';
import {
  ConversationEntity,
  FeedbackEntity,
  ModelEntity,
  Transactions,
  TurnEntity,
  type Tx,
} from '@koi/database';
import type { Keyset } from '../paging/keyset-cursor.js';
import { NAMED_REASONS } from './named-reasons.js';
import {
  conversationsPageSql,
  countConversationsSql,
  countConversationsWithWordsSql,
  type ConversationListRow,
  type MatchingConversations,
} from './conversations-query.js';
import {
  asksForWordsAlone,
  countedRows,
  type FeedbackFilter,
  type MatchingTurns,
  type Sql,
} from './fact-conditions.js';
import { facetGroups, facetsSql, type FacetRow } from './facets-query.js';
import {
  countSql,
  matchingSql,
  pageSql,
  type FeedbackRow,
  type MatchingFeedback,
} from './feedback-query.js';
import { WordSearch, type Found } from './word-search.js';

export interface CandidateRow {
  readonly id: string;
  readonly turnId: string;
  readonly side: Side;
  readonly modelName: string;
  readonly modelLabel: string;
  readonly modelVersion: number;
  readonly parameters: GenerationParameters;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly state: CandidateState;
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly errorDetail: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly usageEstimated: boolean;
  /** A decimal number. */
  readonly cost: string | null;
  readonly costCurrency: string | null;
  readonly messagesLeftOut: number;
  readonly ttftMs: number | null;
  readonly durationMs: number | null;
}

export type RevisionRow = Pick<
  FeedbackEntity,
  | 'id'
  | 'kind'
  | 'turnId'
  | 'candidateId'
  | 'participantId'
  | 'value'
  | 'text'
  | 'revision'
  | 'createdAt'
  | 'strength'
> & {
  readonly current: boolean;
  readonly reasons: readonly { readonly key: string; readonly label: string }[];
};

/** Everything koi has of one conversation. */
export interface ConversationRows {
  readonly conversation: ConversationEntity;
  readonly chatbot: {
    readonly slug: string;
    readonly title: string;
    readonly feedbackMode: FeedbackMode;
  };
  readonly turns: readonly TurnEntity[];
  readonly candidates: readonly CandidateRow[];
  readonly feedback: readonly RevisionRow[];
}

/** So many turns have more than `COUNTED_ROWS_WITH_WORDS` conversations between them as a rule. */
const TURNS_READ = 4 * COUNTED_ROWS_WITH_WORDS;

@Injectable()
export class RecordsRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly words: WordSearch,
  ) {}

  async findModelId(name: string): Promise<string | undefined> {
    // Postgres refuses to compare a text with NUL, and no model has one.
    if (name.includes('\0')) return undefined;
    const model = await this.transactions.manager.findOneBy(ModelEntity, { name });
    return model?.id;
  }

  matchingTurns(search: string): Promise<MatchingTurns> {
    return this.words.matchingTurns(search);
  }

  /** `known`: what `matching` found of the filter, where it was asked. */
  page(
    filter: FeedbackFilter,
    after: Keyset | undefined,
    limit: number,
    known?: MatchingFeedback,
  ): Promise<FeedbackRow[]> {
    if (known && (!after || known.total <= countedRows(filter)))
      return this.words.ask(pageSql(filter, after, limit, { ids: known.ids }));
    return this.words.page(filter, limit, known, (asked, where) =>
      pageSql(asked, after, limit, where),
    );
  }

  count(filter: FeedbackFilter): Promise<number> {
    return this.total(countSql(filter));
  }

  /** How much feedback has the words of the filter, and the latest `most` of it. */
  async matching(filter: FeedbackFilter, most: number): Promise<MatchingFeedback> {
    const { looked } = this.words.limits;
    const [found] = await this.words.all<MatchingFeedback & Found>(filter, looked, (asked, where) =>
      matchingSql(asked, most, where),
    );
    return found ?? { total: 0, ids: [] };
  }

  /** `known`: what `countConversations` found of the filter, where it was asked. */
  conversationsPage(
    filter: FeedbackFilter,
    after: Keyset | undefined,
    limit: number,
    known?: MatchingConversations,
  ): Promise<ConversationListRow[]> {
    if (known?.ids)
      return this.words.ask(conversationsPageSql(filter, after, limit, { ids: known.ids }));
    return this.words.page(filter, limit, known, (asked, where) =>
      conversationsPageSql(asked, after, limit, where),
    );
  }

  async countConversations(filter: FeedbackFilter): Promise<MatchingConversations> {
    const { search, searchMatches } = filter;
    if (search === undefined || searchMatches === 'many' || !asksForWordsAlone(filter)) {
      const [found] = await this.words.all<MatchingConversations & Found>(
        filter,
        this.words.limits.conversationsLooked,
        countConversationsSql,
      );
      return found ?? { total: 0, ids: [] };
    }
    const count = async (rows: number | null) => {
      const [row] = await this.words.askIndex<{ total: number; read: number }>(
        countConversationsWithWordsSql(search, rows),
      );
      return row ?? { total: 0, read: 0 };
    };
    const { total, read } = await count(TURNS_READ);
    // Long conversations about one thing: only all of their turns tell how many there are.
    const isShort = total <= COUNTED_ROWS_WITH_WORDS && read === TURNS_READ;
    return { total: isShort ? (await count(null)).total : total, ids: null };
  }

  async facets(filter: FeedbackFilter): Promise<FacetRow[]> {
    const counted = facetGroups(filter).map((facets) =>
      this.words.all<FacetRow>(filter, this.words.limits.looked, (asked, where) =>
        facetsSql(asked, facets, where),
      ),
    );
    return (await Promise.all(counted)).flat();
  }

  private async total(sql: Sql): Promise<number> {
    const [row] = await this.words.ask<{ total: number }>(sql);
    return row?.total ?? 0;
  }

  /** Read on one unchanging view, so that an answer and its votes fit together. */
  findConversation(id: string): Promise<ConversationRows | undefined> {
    return this.transactions.snapshot(async (tx) => {
      const conversation = await tx.findOneBy(ConversationEntity, { id });
      if (!conversation) return undefined;
      const [chatbot] = await tx.query<ConversationRows['chatbot'][]>(
        `select slug, title, feedback_mode as "feedbackMode" from chatbot where id = $1`,
        [conversation.chatbotId],
      );
      if (!chatbot) throw new Error('A foreign key keeps the chatbot of every conversation.');
      const turns = await tx.find(TurnEntity, {
        where: { conversationId: id },
        order: { createdAt: 'asc', id: 'asc' },
      });
      const turnIds = turns.map((turn) => turn.id);
      return {
        conversation,
        chatbot,
        turns,
        candidates: await this.candidates(tx, turnIds),
        feedback: await this.feedback(tx, turnIds),
      };
    });
  }

  private candidates(tx: Tx, turnIds: readonly string[]): Promise<CandidateRow[]> {
    return tx.query<CandidateRow[]>(
      `select c.id, c.turn_id as "turnId", c.side, m.name as "modelName", m.label as "modelLabel",
              c.model_version as "modelVersion", c.parameters, c.created_at as "createdAt",
              c.started_at as "startedAt", c.ended_at as "endedAt", c.state, c.text,
              c.finish_reason as "finishReason", c.error_detail as "errorDetail", c.prompt_tokens as "promptTokens",
              c.completion_tokens as "completionTokens", c.usage_estimated as "usageEstimated",
              c.cost, c.cost_currency as "costCurrency", c.messages_left_out as "messagesLeftOut",
              c.ttft_ms as "ttftMs", c.duration_ms as "durationMs"
       from candidate c join model m on m.id = c.model_id
       where c.turn_id = any($1) order by c.side, c.position`,
      [turnIds],
    );
  }

  private feedback(tx: Tx, turnIds: readonly string[]): Promise<RevisionRow[]> {
    return tx.query<RevisionRow[]>(
      `select f.id, f.kind, f.turn_id as "turnId", f.candidate_id as "candidateId", f.participant_id as "participantId",
              f.value, f.text, f.revision, f.created_at as "createdAt", cf.feedback_id is not null as current,
              f.strength, ${NAMED_REASONS} as reasons
       from feedback f left join current_feedback cf on cf.feedback_id = f.id
       join turn t on t.id = f.turn_id join conversation v on v.id = t.conversation_id
       where f.turn_id = any($1) order by f.participant_id, f.revision`,
      [turnIds],
    );
  }
}
