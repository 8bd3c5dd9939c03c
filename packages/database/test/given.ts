import type { DataSource } from 'typeorm';
import {
  CandidateEntity,
  ChatbotEntity,
  ConversationEntity,
  DatasetEntity,
  DatasetVersionEntity,
  FeedbackEntity,
  ModelEntity,
  newId,
  ParticipantEntity,
  TurnEntity,
} from '../src/index.js';

export interface Answer {
  readonly participantId: string;
  readonly turnId: string;
  readonly candidateId: string;
}

/** Rows that the constraints let in. */
export class Given {
  constructor(private readonly dataSource: DataSource) {}

  /** One answer in a conversation of its own. */
  async answer(): Promise<Answer> {
    const [chatbotId, modelId, participantId, conversationId, turnId, candidateId] = Array.from(
      { length: 6 },
      newId,
    ) as [string, string, string, string, string, string];
    const { manager } = this.dataSource;
    await manager.insert(ChatbotEntity, {
      id: chatbotId,
      slug: chatbotId,
      title: 'Pond',
      feedbackMode: 'vote',
      source: 'koi_yaml',
    });
    await manager.insert(ModelEntity, {
      id: modelId,
      name: modelId,
      label: 'Model',
      connector: 'demo',
      source: 'koi_yaml',
    });
    await manager.insert(ParticipantEntity, { id: participantId });
    await manager.insert(ConversationEntity, {
      id: conversationId,
      chatbotId,
      participantId,
      title: 'Hello',
    });
    await manager.insert(TurnEntity, {
      id: turnId,
      conversationId,
      text: 'Hello',
      feedbackMode: 'vote',
      idempotencyKey: newId(),
    });
    await manager.insert(CandidateEntity, {
      id: candidateId,
      turnId,
      modelId,
      modelVersion: 1,
      position: 0,
      side: 'a',
    });
    return { participantId, turnId, candidateId };
  }

  async vote(on: Answer, change: Partial<FeedbackEntity> = {}): Promise<FeedbackEntity> {
    const vote: FeedbackEntity = {
      id: newId(),
      idempotencyKey: newId(),
      kind: 'vote',
      ...on,
      targetId: on.candidateId,
      value: 'up',
      text: null,
      revision: 1,
      replacesId: null,
      shown: [on.candidateId],
      shownSha256: null,
      reasons: [],
      reasonsVersion: null,
      strength: null,
      acceptedAt: new Date(),
      createdAt: new Date(),
      ...change,
    };
    await this.dataSource.manager.insert(FeedbackEntity, vote);
    return vote;
  }

  async datasetVersion(state: DatasetVersionEntity['state']): Promise<string> {
    const [datasetId, id] = [newId(), newId()];
    await this.dataSource.manager.insert(DatasetEntity, {
      id: datasetId,
      name: datasetId,
      kind: 'dpo',
    });
    await this.dataSource.manager.insert(DatasetVersionEntity, { id, datasetId, number: 1, state });
    return id;
  }
}
