import {
  type CandidateState,
  type FeedbackMode,
  type RankingChoice,
  type RankingStrength,
  type ReasonSet,
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
  saveReasons,
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

  /** A version of the reasons with these keys, labelled by their keys in capitals. */
  async reasons(
    conversationId: string,
    keys: Partial<Record<keyof ReasonSet, string[]>>,
    label = (key: string): string => key.toUpperCase(),
  ) {
    const { chatbotId } = await this.dataSource
      .getRepository(ConversationEntity)
      .findOneByOrFail({ id: conversationId });
    const of = (group: keyof ReasonSet) =>
      (keys[group] ?? []).map((key) => ({ key, labels: { en: label(key) } }));
    await saveReasons(this.dataSource.manager, chatbotId, {
      up: of('up'),
      down: of('down'),
      ranking: of('ranking'),
    });
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

  /** A turn with one answer a model, shown in that order where no sides are given. */
  async turn(options: {
    mode: FeedbackMode;
    states?: readonly CandidateState[];
    conversationId?: string;
    participantId?: string;
    parentCandidateId?: string;
    modelIds?: readonly string[];
    sides?: readonly ('a' | 'b')[];
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
        side: options.sides?.[position] ?? (position === 0 ? 'a' : 'b'),
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
  readonly reasons?: string[];
  readonly reasonsVersion?: number;
  readonly strength?: RankingStrength;
}

const toldBy = (participantId: string, { key = newId(), acceptedAt = new Date() }: Told) => ({
  idempotencyKey: key,
  participantId,
  acceptedAt: acceptedAt.toISOString(),
});

const reasonsOf = ({ reasons, reasonsVersion }: Told) => ({
  ...(reasons && { reasons }),
  ...(reasonsVersion && { reasonsVersion }),
});

export const voteOn = (
  on: { participantId: string; candidateId: string },
  value: VoteChoice,
  told: Told = {},
): FeedbackCommand => ({
  kind: 'vote',
  ...toldBy(on.participantId, told),
  candidateId: on.candidateId,
  value,
  ...reasonsOf(told),
});

export const rankingOf = (
  on: { participantId: string; turnId: string },
  outcome: RankingChoice,
  told: Told = {},
): FeedbackCommand => ({
  kind: 'ranking',
  ...toldBy(on.participantId, told),
  turnId: on.turnId,
  outcome,
  ...(told.strength && { strength: told.strength }),
  ...reasonsOf(told),
});

export const wordsOn = (
  on: { participantId: string; candidateId: string },
  kind: 'correction' | 'comment',
  text: string | undefined,
  told: Told = {},
): FeedbackCommand => ({
  kind,
  ...toldBy(on.participantId, told),
  candidateId: on.candidateId,
  ...(text === undefined ? {} : { text }),
});
