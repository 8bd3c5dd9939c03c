import type { VoteRow } from '@koi/contracts';
import type { RowOutcome, VoteSource } from './dataset-source.js';
import { completionOf, rowModel, rowOrigin, rowPrompt } from './row-origin.js';

/** Turns one vote into a row. Votes are kept raw: on stopped answers too, and twice the same if two people said so. */
export function voteRowOf(vote: VoteSource): RowOutcome<VoteRow> {
  if (vote.participantExcludedAt) return { excluded: 'participant_excluded' };
  if (vote.conversationDeletedAt) return { excluded: 'deleted' };
  if (vote.answer.text.trim() === '') return { excluded: 'empty_answer' };
  return {
    row: {
      prompt: rowPrompt(vote),
      completion: completionOf(vote.answer),
      value: vote.value,
      ...rowOrigin(vote),
      candidate_id: vote.answer.id,
      model: rowModel(vote.answer),
    },
  };
}
