import { createHash } from 'node:crypto';
import type { PreferenceRow } from '@koi/contracts';
import type {
  CorrectionSource,
  PreferenceSource,
  RankingSource,
  RowOutcome,
} from './dataset-source.js';
import { completionOf, rowModel, rowOrigin, rowPrompt } from './row-origin.js';

/**
 * Turns one ranking or correction into a preference pair, or says why there is none. What the ranking says is asked
 * before what the answers are, so that ties are counted as ties whatever was shown.
 */
export function preferencePair(source: PreferenceSource): RowOutcome<PreferenceRow> {
  if (source.participantExcludedAt) return { excluded: 'participant_excluded' };
  if (source.conversationDeletedAt) return { excluded: 'deleted' };
  return source.kind === 'correction' ? correctedPair(source) : rankedPair(source);
}

function rankedPair(ranking: RankingSource): RowOutcome<PreferenceRow> {
  const { outcome, answers } = ranking;
  if (outcome === 'tie' || outcome === 'both_bad') return { excluded: outcome };

  const chosenSide = outcome === 'a_better' ? 'a' : 'b';
  const chosen = answers[chosenSide];
  const rejected = answers[chosenSide === 'a' ? 'b' : 'a'];
  // A stopped answer breaks off where somebody lost patience: a model must not learn to end there.
  if (chosen?.state !== 'completed' || rejected?.state !== 'completed')
    return { excluded: 'unfinished' };
  const excluded = unusable(chosen.text, rejected.text);
  if (excluded) return { excluded };

  return {
    row: {
      prompt: rowPrompt(ranking),
      chosen: completionOf(chosen),
      rejected: completionOf(rejected),
      ...rowOrigin(ranking),
      source: 'ranking',
      chosen_candidate_id: chosen.id,
      rejected_candidate_id: rejected.id,
      chosen_model: rowModel(chosen),
      rejected_model: rowModel(rejected),
      chosen_side: chosenSide,
      strength: ranking.strength,
    },
  };
}

/** The words of a person are chosen over the answer they set right. */
function correctedPair(correction: CorrectionSource): RowOutcome<PreferenceRow> {
  const { answer, text } = correction;
  // That an answer was broken off says nothing about how it would have gone on.
  if (answer.state !== 'completed') return { excluded: 'unfinished' };
  const excluded = unusable(text, answer.text);
  if (excluded) return { excluded };

  return {
    row: {
      prompt: rowPrompt(correction),
      chosen: completionOf({ text }),
      rejected: completionOf(answer),
      ...rowOrigin(correction),
      source: 'correction',
      chosen_candidate_id: null,
      rejected_candidate_id: answer.id,
      chosen_model: null,
      rejected_model: rowModel(answer),
      chosen_side: null,
      strength: null,
    },
  };
}

function unusable(
  chosen: string,
  rejected: string,
): 'empty_answer' | 'identical_answers' | undefined {
  const [chosenText, rejectedText] = [chosen.trim(), rejected.trim()];
  if (chosenText === '' || rejectedText === '') return 'empty_answer';
  return chosenText === rejectedText ? 'identical_answers' : undefined;
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
