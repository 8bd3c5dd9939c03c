import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { feedbackQueue } from '@koi/contracts';
import type {
  FeedbackCommand,
  RankingBody,
  RankingReceipt,
  VoteBody,
  VoteReceipt,
  WordsReceipt,
} from '@koi/contracts';
import { logContext, type Logger } from '@koi/observability';
import type { Requester } from '@koi/queues';
import { CONFIG, InjectRequester, LOGGER } from '@koi/service';
import { FeedbackRefused, FeedbackUnavailable } from './feedback.errors.js';
import { FeedbackRepository } from './feedback.repository.js';

/** What somebody says, without who says it and when. */
export type Statement = FeedbackCommand extends infer Command
  ? Command extends FeedbackCommand
    ? Omit<Command, 'participantId' | 'idempotencyKey' | 'acceptedAt' | 'requestId'>
    : never
  : never;

type WordsKind = 'correction' | 'comment';

type Stored = { readonly status: 'stored'; readonly revision: number; readonly createdAt: string };
export type Accepted =
  Stored | { readonly status: 'queued'; readonly revision: null; readonly createdAt: null };

/**
 * Takes feedback: one job on the `feedback` queue, answered once feedback-api has committed it.
 *
 * Without an answer in time the row is looked up by its key: there, and it is stored (200); not there, and the job is
 * durably queued (202). Nothing acknowledged is lost.
 */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly feedback: FeedbackRepository,
    @InjectRequester(feedbackQueue) private readonly requester: Requester<typeof feedbackQueue>,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async vote(
    participantId: string,
    candidateId: string,
    said: VoteBody,
    key: string,
  ): Promise<VoteReceipt> {
    const accepted = await this.give(participantId, { kind: 'vote', candidateId, ...said }, key);
    return { ...accepted, candidateId, value: said.value };
  }

  async rank(
    participantId: string,
    turnId: string,
    said: RankingBody,
    key: string,
  ): Promise<RankingReceipt> {
    const { outcome } = said;
    const accepted = await this.give(participantId, { kind: 'ranking', turnId, ...said }, key);
    const revealed =
      accepted.status === 'stored' && outcome !== 'undo'
        ? await this.feedback.revealedModels(turnId)
        : [];
    return { ...accepted, turnId, outcome, models: revealed.length > 0 ? revealed : null };
  }

  /** A correction or a comment; without a text the last one is taken back. */
  async write(
    participantId: string,
    { kind, candidateId, text }: { kind: WordsKind; candidateId: string; text: string | null },
    key: string,
  ): Promise<WordsReceipt> {
    const accepted = await this.give(
      participantId,
      { kind, candidateId, ...(text === null ? {} : { text }) },
      key,
    );
    return { ...accepted, candidateId, text };
  }

  /** Feedback of any kind. @throws FeedbackRefused, FeedbackUnavailable. */
  give(participantId: string, statement: Statement, key: string): Promise<Accepted> {
    return this.submit({ ...statement, ...this.envelope(participantId, key) });
  }

  private envelope(participantId: string, idempotencyKey: string) {
    const { requestId } = logContext();
    return {
      participantId,
      idempotencyKey,
      acceptedAt: new Date().toISOString(),
      ...(requestId ? { requestId } : {}),
    };
  }

  private async submit(command: FeedbackCommand): Promise<Accepted> {
    const reply = await this.request(command);
    if (reply.status === 'answered') {
      if (reply.result.status === 'refused')
        throw new FeedbackRefused(reply.result.code, reply.result.detail);
      return {
        status: 'stored',
        revision: reply.result.revision,
        createdAt: reply.result.createdAt,
      };
    }
    if (reply.status === 'failed')
      this.logger.error({ reason: reply.reason }, 'a feedback command is a dead letter');
    const row = await this.feedback.findByKey(command.idempotencyKey);
    if (row)
      return { status: 'stored', revision: row.revision, createdAt: row.createdAt.toISOString() };
    if (reply.status === 'failed') throw new FeedbackUnavailable();
    return { status: 'queued', revision: null, createdAt: null };
  }

  private async request(command: FeedbackCommand) {
    try {
      return await this.requester.request(command, { timeoutMs: this.config.KOI_FEEDBACK_WAIT_MS });
    } catch (error) {
      this.logger.error({ err: error }, 'the feedback queue cannot be reached');
      throw new FeedbackUnavailable();
    }
  }
}
