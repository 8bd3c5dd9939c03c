import type { CandidateState, DatasetFilter, DatasetKind, FeedbackMode } from '@koi/contracts';
import type { RankingChoice, TrainingRequest, VoteChoice } from '@koi/contracts';
import {
  CandidateEntity,
  ChatbotEntity,
  ConversationEntity,
  CurrentFeedbackEntity,
  DatasetEntity,
  DatasetVersionEntity,
  FeedbackEntity,
  ModelEntity,
  newId,
  ParticipantEntity,
  TurnEntity,
} from '@koi/database';
import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';

export interface GivenTurn {
  readonly turnId: string;
  readonly conversationId: string;
  readonly chatbotId: string;
  readonly participantId: string;
  readonly candidateIds: string[];
}

/** What a test needs to have happened before: rows, made with sensible defaults. */
export class Given {
  constructor(private readonly dataSource: DataSource) {}

  private async insert<Row extends ObjectLiteral>(
    entity: EntityTarget<Row>,
    row: Partial<Row>,
  ): Promise<void> {
    await this.dataSource.createQueryBuilder().insert().into(entity).values(row).execute();
  }

  async chatbot(
    options: { mode?: FeedbackMode; slug?: string; systemPrompt?: string } = {},
  ): Promise<string> {
    const id = newId();
    const slug = options.slug ?? `bot-${id.slice(-12)}`;
    await this.insert(ChatbotEntity, {
      id,
      slug,
      title: slug,
      feedbackMode: options.mode ?? 'vote',
      systemPrompt: options.systemPrompt ?? '',
      source: 'koi_yaml',
    });
    return id;
  }

  async model(name?: string): Promise<string> {
    const id = newId();
    const given = name ?? `model-${id.slice(-12)}`;
    await this.insert(ModelEntity, {
      id,
      name: given,
      label: given,
      connector: 'demo',
      source: 'koi_yaml',
    });
    return id;
  }

  async participant(): Promise<string> {
    const id = newId();
    await this.insert(ParticipantEntity, { id });
    return id;
  }

  async conversation(options: { chatbotId?: string; createdAt?: Date } = {}): Promise<string> {
    const id = newId();
    await this.insert(ConversationEntity, {
      id,
      chatbotId: options.chatbotId ?? (await this.chatbot()),
      participantId: await this.participant(),
      title: 'A conversation',
      ...(options.createdAt ? { createdAt: options.createdAt } : {}),
    });
    return id;
  }

  /** A turn with one answer a state: two for `rank`, one else. Its conversation is made unless it is named. */
  async turn(
    options: {
      mode?: FeedbackMode;
      chatbotId?: string;
      conversationId?: string;
      parentCandidateId?: string;
      modelIds?: readonly string[];
      states?: readonly CandidateState[];
      text?: string;
      answers?: readonly string[];
      createdAt?: Date;
      pending?: boolean;
    } = {},
  ): Promise<GivenTurn> {
    const { mode = 'vote', createdAt } = options;
    const states = options.states ?? (mode === 'rank' ? ['completed', 'completed'] : ['completed']);
    const conversationId =
      options.conversationId ??
      (await this.conversation({
        chatbotId: options.chatbotId ?? (await this.chatbot({ mode })),
        ...(createdAt ? { createdAt } : {}),
      }));
    const { chatbotId, participantId } = await this.dataSource
      .getRepository(ConversationEntity)
      .findOneByOrFail({ id: conversationId });
    const turnId = newId();
    await this.insert(TurnEntity, {
      id: turnId,
      conversationId,
      parentCandidateId: options.parentCandidateId ?? null,
      text: options.text ?? `Question ${turnId}`,
      state: options.pending ? 'pending' : 'completed',
      feedbackMode: mode,
      idempotencyKey: newId(),
      ...(createdAt ? { createdAt } : {}),
    });
    const candidateIds: string[] = [];
    for (const [position, state] of states.entries()) {
      const id = newId();
      candidateIds.push(id);
      await this.insert(CandidateEntity, {
        id,
        turnId,
        modelId: options.modelIds?.[position] ?? (await this.model()),
        modelVersion: 1,
        position,
        side: position === 0 ? 'a' : 'b',
        state,
        text: options.answers?.[position] ?? `Answer ${position} of ${turnId}`,
        promptTokens: 10,
        completionTokens: 20 + position,
        ttftMs: 12.1 + position / 3,
        ...(createdAt ? { createdAt } : {}),
      });
    }
    return { turnId, conversationId, chatbotId, participantId, candidateIds };
  }

  /** Feedback as feedback-api leaves it: a revision, and the current state. */
  async feedback(
    turn: GivenTurn,
    value: VoteChoice | RankingChoice,
    options: {
      candidate?: number;
      participantId?: string;
      acceptedAt?: Date;
      reasons?: string[];
    } = {},
  ): Promise<string> {
    const id = newId();
    const isVote = value === 'up' || value === 'down';
    const candidateId = turn.candidateIds[options.candidate ?? 0] ?? '';
    const kind = isVote ? 'vote' : 'ranking';
    const targetId = isVote ? candidateId : turn.turnId;
    const participantId = options.participantId ?? turn.participantId;
    const acceptedAt = options.acceptedAt ?? new Date();
    await this.insert(FeedbackEntity, {
      id,
      idempotencyKey: newId(),
      kind,
      participantId,
      turnId: turn.turnId,
      candidateId: isVote ? candidateId : null,
      targetId,
      value,
      revision: 1,
      replacesId: null,
      shown: isVote ? [candidateId] : turn.candidateIds,
      acceptedAt,
      ...(options.reasons ? { reasons: options.reasons, reasonsVersion: 1 } : {}),
    });
    await this.insert(CurrentFeedbackEntity, {
      participantId,
      kind,
      targetId,
      feedbackId: id,
      value,
      acceptedAt,
    });
    return id;
  }

  /** A correction or comment as feedback-api leaves it. */
  async words(
    turn: GivenTurn,
    kind: 'correction' | 'comment',
    text: string,
    acceptedAt: Date = new Date(),
  ): Promise<void> {
    const [id, candidateId] = [newId(), turn.candidateIds[0] ?? ''];
    const about = { participantId: turn.participantId, kind, targetId: candidateId };
    await this.insert(FeedbackEntity, {
      ...about,
      id,
      idempotencyKey: newId(),
      turnId: turn.turnId,
      candidateId,
      value: 'given',
      text,
      revision: 1,
      shown: [candidateId],
      acceptedAt,
    });
    await this.insert(CurrentFeedbackEntity, {
      ...about,
      feedbackId: id,
      value: 'given',
      acceptedAt,
    });
  }

  async datasetVersion(
    kind: DatasetKind,
    options: { filter?: DatasetFilter; train?: TrainingRequest; createdAt?: Date } = {},
  ): Promise<string> {
    const [datasetId, id] = [newId(), newId()];
    await this.insert(DatasetEntity, { id: datasetId, name: `dataset-${id.slice(-12)}`, kind });
    await this.dataSource.query(
      `insert into dataset_version (id, dataset_id, number, filter, train, created_at) values ($1, $2, 1, $3, $4, $5)`,
      [
        id,
        datasetId,
        JSON.stringify(options.filter ?? {}),
        options.train ? JSON.stringify(options.train) : null,
        options.createdAt ?? new Date(),
      ],
    );
    return id;
  }

  version(id: string): Promise<DatasetVersionEntity> {
    return this.dataSource.getRepository(DatasetVersionEntity).findOneByOrFail({ id });
  }
}
