import type { CandidateRow, TurnRow } from '@koi/contracts';
import { columns } from '../csv/to-csv.js';

export const turnColumns = columns(
  'id',
  'createdAt',
  'state',
  'mode',
  'chatbot',
  'models',
  'message',
  'participantId',
  'conversationId',
);

/** Rows of the table, flat: lists are joined by `; `, texts are the excerpts that the table shows. */
export async function* turnCsvRows(rows: AsyncIterable<TurnRow>): AsyncGenerator<object> {
  for await (const { models, textExcerpt, ...row } of rows)
    yield { ...row, models: models.join('; '), message: textExcerpt };
}

export const candidateColumns = columns(
  'id',
  'createdAt',
  'outcome',
  'failureKind',
  'error',
  'chatbot',
  'mode',
  'model',
  'modelVersion',
  'fallbackFor',
  'promptTokens',
  'completionTokens',
  'cost',
  'currency',
  'ttftMs',
  'durationMs',
  'message',
  'answer',
  'participantId',
  'conversationId',
  'turnId',
);

export async function* candidateCsvRows(rows: AsyncIterable<CandidateRow>): AsyncGenerator<object> {
  for await (const { promptExcerpt, answerExcerpt, errorExcerpt, cost, ...row } of rows)
    yield {
      ...row,
      message: promptExcerpt,
      answer: answerExcerpt,
      error: errorExcerpt,
      cost: cost?.amount,
      currency: cost?.currency,
    };
}
