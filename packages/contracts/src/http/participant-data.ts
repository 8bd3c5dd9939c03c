import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { reasonKey } from '../reasons/index.js';
import {
  candidateState,
  feedbackKind,
  feedbackMode,
  finishReason,
  participantKind,
  rankingChoice,
  rankingStrength,
  side,
  turnState,
  voteChoice,
  wordsChoice,
} from '../terms.js';
import { defineRoute } from './define-route.js';
import { textHash } from './participants.js';

/** Everything koi keeps of one participant, as they download it. docs/data-formats.md describes it. */
export const participantData = z.strictObject({
  format: z.literal('koi-participant-data'),
  version: z.literal(1),
  exportedAt: timestamp,
  participant: z.strictObject({
    id: uuid,
    kind: participantKind,
    language: z.string().nullable(),
    createdAt: timestamp,
    /** Since when the team leaves this participant out of its statistics. */
    excludedAt: timestamp.nullable(),
  }),
  consents: z.array(
    z.strictObject({
      chatbot: slug,
      text: z.string(),
      textHash,
      /** Whether it was the text of an invite rather than the chatbot's own. */
      byInvite: z.boolean(),
      consentedAt: timestamp,
    }),
  ),
  invites: z.array(
    z.strictObject({
      chatbots: z.array(slug),
      redeemedAt: timestamp,
      revokedAt: timestamp.nullable(),
    }),
  ),
  /** Deleted ones too: they are hidden, not gone. The oldest first. */
  conversations: z.array(
    z.strictObject({
      id: uuid,
      chatbot: slug,
      title: z.string(),
      createdAt: timestamp,
      updatedAt: timestamp,
      deletedAt: timestamp.nullable(),
      turns: z.array(
        z.strictObject({
          id: uuid,
          parentCandidateId: uuid.nullable(),
          text: z.string(),
          /** Messages that a program sent before `text`; null for what was written on the page. */
          context: z.array(z.unknown()).nullable(),
          feedbackMode,
          state: turnState,
          createdAt: timestamp,
          endedAt: timestamp.nullable(),
          candidates: z.array(
            z.strictObject({
              id: uuid,
              side,
              state: candidateState,
              text: z.string(),
              finishReason: finishReason.nullable(),
              /** Null while the page would not name it either. */
              model: z.string().nullable(),
              promptTokens: z.int().nullable(),
              completionTokens: z.int().nullable(),
              ttftMs: z.number().nullable(),
              durationMs: z.number().nullable(),
              createdAt: timestamp,
              endedAt: timestamp.nullable(),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Every revision, the oldest first. */
  feedback: z.array(
    z.strictObject({
      id: uuid,
      kind: feedbackKind,
      turnId: uuid,
      candidateId: uuid.nullable(),
      value: z.union([voteChoice, rankingChoice, wordsChoice]),
      /** The comment or the better answer; null for other kinds and when it was taken back. */
      text: z.string().nullable(),
      /** Keys of the chatbot's reasons, and the version of its list that was shown. */
      reasons: z.array(reasonKey),
      reasonsVersion: z.int().positive().nullable(),
      /** How much better, of a ranking that says so. */
      strength: rankingStrength.nullable(),
      revision: z.int().positive(),
      replacesId: uuid.nullable(),
      /** The candidates as they were shown, A first. */
      shown: z.array(uuid),
      acceptedAt: timestamp,
      createdAt: timestamp,
    }),
  ),
});
export type ParticipantData = z.infer<typeof participantData>;

export const downloadMyData = defineRoute({
  method: 'GET',
  path: '/api/participants/me/data',
  summary: 'Everything that is kept of the caller, as one JSON file, streamed.',
  tag: 'participants',
  response: participantData,
  produces: 'application/json',
  status: 200,
  problems: ['unauthenticated'],
});
