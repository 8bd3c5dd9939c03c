import { conversationMessages } from '@koi/contracts';
import type { PreferenceRow } from '@koi/contracts';
import type { Answer, FeedbackOrigin } from './dataset-source.js';

type Origin = Pick<
  PreferenceRow,
  | 'conversation_id'
  | 'turn_id'
  | 'feedback_id'
  | 'participant_id'
  | 'consented_at'
  | 'accepted_at'
  | 'chatbot'
  | 'shown_sha256'
  | 'reasons'
  | 'reasons_version'
  | 'comment'
>;

/** The fields by which every row can be traced back. */
export const rowOrigin = (source: FeedbackOrigin): Origin => ({
  conversation_id: source.conversationId,
  turn_id: source.turnId,
  feedback_id: source.feedbackId,
  participant_id: source.participantId,
  consented_at: source.consentedAt?.toISOString() ?? null,
  accepted_at: source.acceptedAt.toISOString(),
  chatbot: source.chatbot,
  shown_sha256: source.shownSha256,
  reasons: [...source.reasons],
  reasons_version: source.reasonsVersion,
  comment: source.comment,
});

export const rowPrompt = (source: FeedbackOrigin): PreferenceRow['prompt'] =>
  conversationMessages(source.systemPrompt, source.path);

export const rowModel = ({ model, modelVersion }: Answer): PreferenceRow['rejected_model'] => ({
  name: model,
  version: modelVersion,
});

export const completionOf = ({ text }: Pick<Answer, 'text'>): PreferenceRow['chosen'] => [
  { role: 'assistant', content: text },
];
