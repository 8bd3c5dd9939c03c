import type { FeedbackCommand, RankingChoice, VoteChoice } from '@koi/contracts';
import {
  CandidateEntity,
  ChatbotEntity,
  ConversationEntity,
  markDirty,
  ModelEntity,
  newId,
  ParticipantEntity,
  TurnEntity,
} from '@koi/database';
import type { DataSource } from 'typeorm';

/** What a participant may give feedback on. */
export interface Judgeable {
  readonly participantId: string;
  readonly turnId: string;
  readonly candidateIds: readonly string[];
  readonly mode: 'vote' | 'rank';
}

export type Random = () => number;

/** A random number generator that starts the same each time (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const oneOf = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
};

export function shuffled<Value>(random: Random, values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Two hours around an hour's change, so that feedback falls into many minutes of several hours. */
function randomMoment(random: Random): Date {
  const start = Date.UTC(2026, 4, 1, 9, 50);
  return new Date(start + Math.floor(random() * 40) * 60_000 + Math.floor(random() * 60_000));
}

/** Conversations with finished answers, written as gateway and model-proxy leave them. */
export async function populate(
  dataSource: DataSource,
  random: Random,
  turnsEach: number,
): Promise<Judgeable[]> {
  const judgeable: Judgeable[] = [];
  const modelIds = [newId(), newId(), newId()];
  await dataSource.transaction(async (tx) => {
    for (const [index, id] of modelIds.entries())
      await tx.insert(ModelEntity, {
        id,
        name: `model-${index}`,
        label: `Model ${index}`,
        connector: 'demo',
        source: 'koi_yaml',
      });
    for (const mode of ['vote', 'rank', 'vote'] as const) {
      const chatbotId = newId();
      await tx.insert(ChatbotEntity, {
        id: chatbotId,
        slug: `bot-${chatbotId}`,
        title: 'Bot',
        feedbackMode: mode,
        source: 'koi_yaml',
      });
      for (let index = 0; index < turnsEach; index++) {
        const [participantId, conversationId] = [newId(), newId()];
        const createdAt = randomMoment(random);
        await tx.insert(ParticipantEntity, { id: participantId });
        await tx.insert(ConversationEntity, {
          id: conversationId,
          chatbotId,
          participantId,
          title: 'Talk',
          createdAt,
        });
        const turnId = newId();
        await tx.insert(TurnEntity, {
          id: turnId,
          conversationId,
          parentCandidateId: null,
          text: 'Question',
          state: 'completed',
          feedbackMode: mode,
          idempotencyKey: newId(),
          createdAt,
        });
        const answers = Array.from({ length: mode === 'rank' ? 2 : 1 }, (_, position) => ({
          id: newId(),
          turnId,
          modelId: oneOf(random, modelIds),
          modelVersion: 1,
          position,
          side: position === 0 ? ('a' as const) : ('b' as const),
          state: 'completed' as const,
          text: `Answer ${position}`,
          promptTokens: Math.floor(random() * 100),
          completionTokens: Math.floor(random() * 500),
          ttftMs: random() < 0.1 ? null : random() * 900,
          durationMs: random() * 20_000,
          cost: (random() / 1_000).toFixed(10),
          costCurrency: random() < 0.5 ? 'EUR' : 'USD',
          createdAt,
        }));
        await tx.insert(CandidateEntity, answers);
        await markDirty(tx, [createdAt]);
        judgeable.push({ participantId, turnId, candidateIds: answers.map(({ id }) => id), mode });
      }
    }
  });
  return judgeable;
}

/** A vote or ranking somebody might give: a first one, a change, or an undo. */
export function randomCommand(random: Random, on: Judgeable): FeedbackCommand {
  const command = {
    idempotencyKey: newId(),
    participantId: on.participantId,
    acceptedAt: randomMoment(random).toISOString(),
  };
  if (on.mode === 'vote') {
    const value = oneOf<VoteChoice>(random, ['up', 'up', 'down', 'undo']);
    return { kind: 'vote', ...command, candidateId: on.candidateIds[0] ?? '', value };
  }
  const choices: RankingChoice[] = ['a_better', 'b_better', 'tie', 'both_bad', 'undo'];
  return { kind: 'ranking', ...command, turnId: on.turnId, outcome: oneOf(random, choices) };
}
