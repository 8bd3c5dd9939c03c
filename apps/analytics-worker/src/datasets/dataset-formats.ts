import type { FeedbackKind, PreferenceRow, RowFormat, VoteRow } from '@koi/contracts';
import type { PreferenceSource, RowOutcome, VoteSource } from './dataset-source.js';
import { duplicatePairs, preferencePair } from './preference-pair.js';
import { voteRowOf } from './vote-row.js';

/** How one kind of dataset is written. Made anew for each build, because it may remember what it has seen. */
export interface DatasetFormat<Source, Row> {
  readonly file: string;
  readonly rowFormat: RowFormat;
  /** What is read: the current state of these kinds of feedback. */
  readonly feedback: readonly FeedbackKind[];
  toRow(source: Source): RowOutcome<Row>;
}

export function preferencePairs(): DatasetFormat<PreferenceSource, PreferenceRow> {
  const isDuplicate = duplicatePairs();
  return {
    file: 'pairs.jsonl',
    rowFormat: 'trl-conversational-preference',
    feedback: ['ranking', 'correction'],
    toRow(source) {
      const outcome = preferencePair(source);
      return outcome.row && isDuplicate(outcome.row) ? { excluded: 'duplicate_pair' } : outcome;
    },
  };
}

export function rawVotes(): DatasetFormat<VoteSource, VoteRow> {
  return {
    file: 'votes.jsonl',
    rowFormat: 'koi-votes',
    feedback: ['vote'],
    toRow: voteRowOf,
  };
}
