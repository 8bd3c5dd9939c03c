import { Readable } from 'node:stream';
import type { ConversationRow, FeedbackRecord } from '@koi/contracts';
import { stringify, type ColumnOption } from 'csv-stringify';

/**
 * Rows as CSV: RFC 4180, with a byte order mark so that spreadsheets read UTF-8. A text that a spreadsheet would take for
 * a formula gets an apostrophe before it.
 */
export function toCsv<Row>(rows: AsyncIterable<Row>, columns: ColumnOption[]): Readable {
  const csv = stringify({
    header: true,
    columns,
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
  return Readable.from(rows)
    .on('error', (error) => csv.destroy(error))
    .pipe(csv);
}

const columns = (...keys: string[]): ColumnOption[] => keys.map((key) => ({ key, header: key }));

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
