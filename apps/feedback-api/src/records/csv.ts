import type { ConversationRow, FeedbackRecord } from '@koi/contracts';
import { columns } from '../csv/to-csv.js';

export const feedbackColumns = columns(
  'id',
  'createdAt',
  'kind',
  'value',
  'revision',
  'current',
  'strength',
  'reasons',
  'text',
  'chatbot',
  'models',
  'message',
  'answer',
  'participantId',
  'conversationId',
  'turnId',
  'candidateId',
);

/** A row of the table, flat: lists are joined by `; `, texts are the excerpts that the table shows. */
export const feedbackCsvRow = ({
  reasons,
  models,
  promptExcerpt,
  answerExcerpt,
  textExcerpt,
  ...row
}: FeedbackRecord) => ({
  ...row,
  reasons: reasons.map(({ key }) => key).join('; '),
  models: models.join('; '),
  message: promptExcerpt,
  answer: answerExcerpt,
  text: textExcerpt,
});

export const conversationColumns = columns(
  'id',
  'createdAt',
  'title',
  'chatbot',
  'participantId',
  'turns',
  'models',
  'votesUp',
  'votesDown',
  'rankings',
  'corrections',
  'comments',
  'deletedAt',
);

export const conversationCsvRow = ({ models, ...row }: ConversationRow) => ({
  ...row,
  models: models.join('; '),
});
