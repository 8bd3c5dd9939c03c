import type { FeedbackMode, GenerationParameters } from '@koi/contracts';
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

export interface GivenTurn {
  readonly turnId: string;
  readonly conversationId: string;
  readonly candidateIds: readonly string[];
}

interface ModelOptions {
  readonly secretReference?: string;
  readonly parameters?: GenerationParameters;
  /** Besides where it is: its policies. */
  readonly settings?: object;
}

interface TurnOptions {
  readonly text?: string;
  /** One answer a model. */
  readonly modelIds: readonly string[];
  /** The turn goes on from this answer, in its conversation. */
  readonly after?: { conversationId: string; candidateId: string };
  readonly systemPrompt?: string;
  readonly parameters?: GenerationParameters;
}

/** What a test needs to have happened before: rows as the gateway writes them. */
export class Given {
  constructor(private readonly dataSource: DataSource) {}

  /** A model that speaks to an OpenAI-compatible server. */
  async model(baseUrl: string, { settings, ...model }: ModelOptions = {}): Promise<string> {
    const id = newId();
    await this.dataSource.getRepository(ModelEntity).insert({
      id,
      name: `model-${id}`,
      label: 'A model',
      connector: 'openai-compatible',
      settings: { baseUrl, model: 'fake-1', ...settings },
      source: 'koi_yaml',
      ...model,
    });
    return id;
  }

  /** A message that waits for its answers. */
  async turn({ text = 'Hello?', modelIds, after, ...chatbot }: TurnOptions): Promise<GivenTurn> {
    const mode: FeedbackMode = modelIds.length > 1 ? 'rank' : 'vote';
    const conversationId = after?.conversationId ?? (await this.conversation(mode, chatbot));
    const turnId = newId();
    await this.dataSource.getRepository(TurnEntity).insert({
      id: turnId,
      conversationId,
      parentCandidateId: after?.candidateId ?? null,
      text,
      feedbackMode: mode,
      idempotencyKey: newId(),
    });
    const candidateIds: string[] = [];
    for (const [position, modelId] of modelIds.entries()) {
      const id = newId();
      candidateIds.push(id);
      await this.dataSource.getRepository(CandidateEntity).insert({
        id,
        turnId,
        modelId,
        modelVersion: 1,
        position,
        side: position === 0 ? 'a' : 'b',
      });
    }
    return { turnId, conversationId, candidateIds };
  }

  /** Another answer to a message, as when it is regenerated. */
  async regenerated(turnId: string, modelId: string): Promise<string> {
    const [id, candidates] = [newId(), this.dataSource.getRepository(CandidateEntity)];
    const position = await candidates.countBy({ turnId });
    await candidates.insert({ id, turnId, modelId, modelVersion: 1, position, side: 'a' });
    await this.dataSource.getRepository(TurnEntity).update({ id: turnId }, { state: 'pending' });
    return id;
  }

  private async conversation(
    feedbackMode: FeedbackMode,
    chatbot: Pick<TurnOptions, 'systemPrompt' | 'parameters'>,
  ): Promise<string> {
    const [chatbotId, participantId, id] = [newId(), newId(), newId()];
    await this.dataSource.getRepository(ChatbotEntity).insert({
      id: chatbotId,
      slug: `bot-${chatbotId}`,
      title: 'A chatbot',
      feedbackMode,
      source: 'koi_yaml',
      ...chatbot,
    });
    await this.dataSource.getRepository(ParticipantEntity).insert({ id: participantId });
    await this.dataSource
      .getRepository(ConversationEntity)
      .insert({ id, chatbotId, participantId, title: 'A conversation' });
    return id;
  }
}
