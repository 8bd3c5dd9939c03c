import { Injectable } from '@nestjs/common';
import type {
  AnswerFailureKind,
  CandidateState,
  ConnectorKind,
  ConversationStep,
  FeedbackMode,
  FinalState,
  FinishReason,
  GenerationParameters,
  TokenUsage,
} from '@koi/contracts';
import { runPrepared, Transactions, type Tx } from '@koi/database';
import type { Cost } from './cost-of.js';

/** A candidate with all that is needed to write it. */
export interface AnswerOrder {
  readonly candidateId: string;
  readonly turnId: string;
  readonly state: CandidateState;
  /** How often it has been begun. */
  readonly attempt: number;
  readonly stopRequested: boolean;
  /** Empty until the answer has ended. */
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly failureDetail: string | null;
  readonly createdAt: Date;
  readonly systemPrompt: string;
  readonly chatbotParameters: GenerationParameters;
  /** What the request itself asked for; empty for the chat page. */
  readonly requestParameters: GenerationParameters;
  /** In `rank` a turn ends with the last of its answers, else with its newest one. */
  readonly feedbackMode: FeedbackMode;
  /** Counts the answers of the turn from 0. */
  readonly position: number;
  /** The model that was drawn. */
  readonly model: ModelRow;
  readonly path: readonly ConversationStep[];
}

/** A model as its row stands now. */
export interface ModelRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly connector: ConnectorKind;
  readonly settings: Record<string, unknown>;
  readonly secretReference: string | null;
  readonly parameters: GenerationParameters;
}

/** A model that wrote an answer in place of the one that was drawn. */
interface StandIn {
  readonly modelId: string;
  readonly modelVersion: number;
  readonly fallbackForModelId: string;
  readonly parameters: GenerationParameters;
}

/** How one attempt has ended. */
export interface AnswerEnding {
  readonly state: FinalState;
  readonly finishReason: FinishReason;
  readonly text: string;
  /** Only of a failed answer. */
  readonly failureKind?: AnswerFailureKind;
  /** For the participant, and for the team. */
  readonly failureDetail?: string;
  readonly errorDetail?: string;
  readonly usage?: TokenUsage;
  /** Only of a model with a price. */
  readonly cost?: Cost;
  readonly messagesLeftOut?: number;
  readonly ttftMs?: number;
  readonly durationMs?: number;
  /** Only where the drawn model could not answer and another did. */
  readonly standIn?: StandIn;
}

/** With the messages from the root of the conversation to the one to answer, each with the answer it went on from. */
const findOrder = {
  name: 'find-answer-order',
  text: `
    with recursive path as (
      select t.context, t.text, t.parent_candidate_id, null::text as answer, 0 as depth
      from candidate asked join turn t on t.id = asked.turn_id where asked.id = $1
      union all
      select t.context, t.text, t.parent_candidate_id, a.text, path.depth + 1
      from path join candidate a on a.id = path.parent_candidate_id join turn t on t.id = a.turn_id
    )
    select a.id as "candidateId", a.turn_id as "turnId", a.state, a.attempt, a.created_at as "createdAt",
           a.finish_reason as "finishReason", a.failure_detail as "failureDetail", a.text,
           t.stop_requested_at is not null as "stopRequested",
           b.system_prompt as "systemPrompt", b.parameters as "chatbotParameters",
           t.parameters as "requestParameters", t.feedback_mode as "feedbackMode", a.position,
           json_build_object('id', m.id, 'version', m.version, 'name', m.name, 'connector', m.connector,
                             'settings', m.settings, 'secretReference', m.secret_reference,
                             'parameters', m.parameters) as model,
           (select json_agg(json_build_object('context', context, 'text', text, 'answer', answer) order by depth desc)
            from path) as path
    from candidate a join turn t on t.id = a.turn_id join conversation c on c.id = t.conversation_id
    join chatbot b on b.id = c.chatbot_id join model m on m.id = a.model_id
    where a.id = $1`,
};

/**
 * Its commit does not wait for the disk, because the first token would wait with it. Should Postgres crash before it is
 * there (at most three times `wal_writer_delay`), the row stands one attempt behind, and the end of this one counts all the same.
 */
const beginAttempt = {
  name: 'begin-answer-attempt',
  text: `
    update candidate a
    set state = 'streaming', attempt = a.attempt + 1, started_at = now(), text = ''
    from turn t, (select set_config('synchronous_commit', 'off', true)) as quick
    where a.id = $1 and a.attempt = $2 and t.id = a.turn_id and a.state in ('queued', 'streaming')
    returning t.stop_requested_at is not null as "stopRequested"`,
};

export interface Standing {
  readonly candidateId: string;
  readonly attempt: number;
  readonly stopRequested: boolean;
}

@Injectable()
export class GenerationRepository {
  constructor(private readonly transactions: Transactions) {}

  async find(candidateId: string): Promise<AnswerOrder | undefined> {
    const { manager } = this.transactions;
    const [row] = await runPrepared<AnswerOrder>(manager, findOrder, [candidateId]);
    return row;
  }

  /** A model that may stand in for another; `undefined` when it is gone or switched off. */
  async findModel(name: string): Promise<ModelRow | undefined> {
    const [row] = await this.transactions.manager.query<ModelRow[]>(
      `select id, version, name, connector, settings, secret_reference as "secretReference", parameters
       from model where name = $1 and enabled`,
      [name],
    );
    return row;
  }

  /** Begins the attempt after `attempt`; `undefined` when the answer has ended, or has been begun more or less often. */
  async begin({
    candidateId,
    attempt,
  }: Pick<AnswerOrder, 'candidateId' | 'attempt'>): Promise<
    Pick<Standing, 'stopRequested'> | undefined
  > {
    const [row] = await runPrepared<Pick<Standing, 'stopRequested'>>(
      this.transactions.manager,
      beginAttempt,
      [candidateId, attempt],
    );
    return row;
  }

  standing(candidateIds: readonly string[]): Promise<Standing[]> {
    return this.transactions.manager.query<Standing[]>(
      `select a.id as "candidateId", a.attempt, t.stop_requested_at is not null as "stopRequested"
       from candidate a join turn t on t.id = a.turn_id where a.id = any($1::uuid[])`,
      [candidateIds],
    );
  }

  /** The states of answers that are compared, which decide together how their turn ended. */
  async statesOf(tx: Tx, turnId: string): Promise<CandidateState[]> {
    const rows = await tx.query<{ state: CandidateState }[]>(
      `select state from candidate where turn_id = $1`,
      [turnId],
    );
    return rows.map(({ state }) => state);
  }

  async endTurn(tx: Tx, turnId: string, state: FinalState): Promise<void> {
    await tx.query(
      `update turn set state = $2, ended_at = now() where id = $1 and state = 'pending'`,
      [turnId, state],
    );
  }
}
