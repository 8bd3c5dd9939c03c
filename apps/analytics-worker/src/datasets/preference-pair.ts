import { createHash } from 'node:crypto';
import type { PreferenceRow } from '@koi/contracts';
import type { RankingSource, RowOutcome } from './dataset-source.js';
import { completionOf, rowModel, rowOrigin, rowPrompt } from './row-origin.js';

/**
 * Turns one ranking into a preference pair, or says why there is none. What the ranking says is asked before what
 * the answers are, so that ties are counted as ties whatever was shown.
 */
export function preferencePair(ranking: RankingSource): RowOutcome<PreferenceRow> {
  const { outcome, answers } = ranking;
  if (ranking.conversationDeletedAt) return { excluded: 'deleted' };
  if (outcome === 'tie' || outcome === 'both_bad') return { excluded: outcome };

  const chosenSide = outcome === 'a_better' ? 'a' : 'b';
  const chosen = answers[chosenSide];
  const rejected = answers[chosenSide === 'a' ? 'b' : 'a'];
  // A stopped answer breaks off where somebody lost patience: a model must not learn to end there.
  if (chosen?.state !== 'completed' || rejected?.state !== 'completed')
    return { excluded: 'unfinished' };
  const [chosenText, rejectedText] = [chosen.text.trim(), rejected.text.trim()];
  if (chosenText === '' || rejectedText === '') return { excluded: 'empty_answer' };
  if (chosenText === rejectedText) return { excluded: 'identical_answers' };

  return {
    row: {
      prompt: rowPrompt(ranking),
      chosen: completionOf(chosen),
      rejected: completionOf(rejected),
      ...rowOrigin(ranking),
      chosen_candidate_id: chosen.id,
      rejected_candidate_id: rejected.id,
      chosen_model: rowModel(chosen),
      rejected_model: rowModel(rejected),
      chosen_side: chosenSide,
    },
  };
}

/**
 * Remembers pairs by a 128-bit hash of prompt, chosen and rejected, about 60 bytes each, and tells the second of two
 * equal ones. A pair with the sides swapped is another pair: two people may disagree.
 */
export function duplicatePairs(): (row: PreferenceRow) => boolean {
  const seen = new Set<string>();
  return ({ prompt, chosen, rejected }) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([prompt, chosen, rejected]))
      .digest('base64url')
      .slice(0, 22);
    if (seen.has(hash)) return true;
    seen.add(hash);
    return false;
  };
}
