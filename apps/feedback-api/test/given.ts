import {
  type CandidateState,
  type FeedbackMode,
  type RankingChoice,
  type VoteChoice,
  type FeedbackCommand,
} from '@koi/contracts';
import {
  CandidateEntity,
  ChatbotEntity,
  ConversationEntity,
  ModelEntity,
  newId,
  ParticipantEntity,
  TurnEntity,
} from '@koi/database';
import type { DataSource } from 'typeorm';

/** What a test needs to have happened before: rows, made with sensible defaults. */
export class Given {
  constructor(private readonly dataSource: DataSource) {}

  async chatbot(mode: FeedbackMode, slug = `bot-${newId().slice(-12)}`): Promise<string> {
    const id = newId();
    await this.dataSource.getRepository(ChatbotEntity).insert({
      id,
      slug,
      title: slug,
      feedbackMode: mode,
      source: 'koi_yaml',
    });
    return id;
  }

  async model(name = `model-${newId().slice(-12)}`): Promise<string> {
    const id = newId();
    await this.dataSource.getRepository(ModelEntity).insert({
      id,
      name,
      label: `Label of ${name}`,
      connector: 'demo',
      source: 'koi_yaml',
    });
    return id;
  }

  async participant(): Promise<string> {
    const id = newId();
    await this.dataSource.getRepository(ParticipantEntity).insert({ id });
    return id;
  }

  async conversation(
    options: {
      chatbotId?: string;
      participantId?: string;
      createdAt?: Date;
      deletedAt?: Date;
    } = {},
  ): Promise<{ id: string; participantId: string; chatbotId: string }> {
    const id = newId();
    const chatbotId = options.chatbotId ?? (await this.chatbot('vote'));
    const participantId = options.participantId ?? (await this.participant());
    await this.dataSource.getRepository(ConversationEntity).insert({
      id,
      chatbotId,
      participantId,
      title: 'A conversation',
      ...(options.createdAt ? { createdAt: options.createdAt } : {}),
      ...(options.deletedAt ? { deletedAt: options.deletedAt } : {}),
    });
    return { id, participantId, chatbotId };
  }

  /** A turn with one answer a model, shown in that order. */
  async turn(options: {
    mode: FeedbackMode;
    states?: readonly CandidateState[];
    conversationId?: string;
    participantId?: string;
    parentCandidateId?: string;
    modelIds?: readonly string[];
    createdAt?: Date;
  }): Promise<{
    turnId: string;
    conversationId: string;
    participantId: string;
    candidateIds: string[];
  }> {
    const states =
      options.states ?? (options.mode === 'rank' ? ['completed', 'completed'] : ['completed']);
    const conversation = options.conversationId
      ? await this.dataSource
          .getRepository(ConversationEntity)
          .findOneByOrFail({ id: options.conversationId })
      : await this.conversation({
          chatbotId: await this.chatbot(options.mode),
          ...(options.participantId ? { participantId: options.participantId } : {}),
        });
    const turnId = newId();
    await this.dataSource.getRepository(TurnEntity).insert({
      id: turnId,
      conversationId: conversation.id,
      parentCandidateId: options.parentCandidateId ?? null,
      text: `Question ${turnId}`,
      state: 'completed',
      feedbackMode: options.mode,
      idempotencyKey: newId(),
      ...(options.createdAt ? { createdAt: options.createdAt } : {}),
    });
    const candidateIds: string[] = [];
    for (const [position, state] of states.entries()) {
      const id = newId();
      candidateIds.push(id);
      await this.dataSource.getRepository(CandidateEntity).insert({
        id,
        turnId,
        modelId: options.modelIds?.[position] ?? (await this.model()),
        modelVersion: 1,
        position,
        side: position === 0 ? 'a' : 'b',
        state,
        text: `Answer ${position} of ${turnId}`,
        promptTokens: 10,
        completionTokens: 20,
        ttftMs: 12.5,
        durationMs: 100,
      });
    }
    return {
      turnId,
      conversationId: conversation.id,
      participantId: conversation.participantId,
      candidateIds,
    };
  }

  /** An answer that takes votes. */
  async votable(): Promise<{
    participantId: string;
    candidateId: string;
    turnId: string;
    conversationId: string;
  }> {
    const { candidateIds, ...turn } = await this.turn({ mode: 'vote' });
    return { ...turn, candidateId: candidateIds[0] ?? '' };
  }
}

interface Told {
  readonly key?: string;
  readonly acceptedAt?: Date;
}

export const voteOn = (
  on: { participantId: string; candidateId: string },
  value: VoteChoice,
  { key = newId(), acceptedAt = new Date() }: Told = {},
): FeedbackCommand => ({
  kind: 'vote',
  idempotencyKey: key,
  participantId: on.participantId,
  candidateId: on.candidateId,
  value,
  acceptedAt: acceptedAt.toISOString(),
});

export const rankingOf = (
  on: { participantId: string; turnId: string },
  outcome: RankingChoice,
  { key = newId(), acceptedAt = new Date() }: Told = {},
): FeedbackCommand => ({
  kind: 'ranking',
  idempotencyKey: key,
  participantId: on.participantId,
  turnId: on.turnId,
  outcome,
  acceptedAt: acceptedAt.toISOString(),
});
