import { expect, test } from '@jest/globals';
import { candidateState, preferenceRow, rankingOutcome } from '@koi/contracts';
import { newId } from '@koi/database';
import fc from 'fast-check';
import type { Answer, CorrectionSource, RankingSource } from './dataset-source.js';
import { duplicatePairs, preferencePair } from './preference-pair.js';

const answer = (text: string, more: Partial<Answer> = {}): Answer => ({
  id: newId(),
  state: 'completed',
  text,
  model: 'demo',
  modelVersion: 3,
  ...more,
});

const origin = () => ({
  feedbackId: newId(),
  participantId: newId(),
  consentedAt: null,
  participantExcludedAt: null,
  acceptedAt: new Date('2026-05-01T10:00:00Z'),
  turnId: newId(),
  conversationId: newId(),
  conversationDeletedAt: null,
  chatbot: 'arena',
  systemPrompt: 'Be kind.',
  path: [
    { text: 'Hello', answer: 'Hi!' },
    { text: 'What is a koi?', answer: null },
  ],
  shownSha256: 'ab12',
  reasons: ['accurate'],
  reasonsVersion: 2,
  comment: null,
});

const ranking = (more: Partial<RankingSource> = {}): RankingSource => ({
  ...origin(),
  kind: 'ranking',
  outcome: 'a_better',
  strength: 'much',
  answers: { a: answer('A carp.'), b: answer('A car.') },
  ...more,
});

const correction = (more: Partial<CorrectionSource> = {}): CorrectionSource => ({
  ...origin(),
  kind: 'correction',
  reasons: [],
  reasonsVersion: null,
  text: 'A carp, bred for its colours.',
  answer: answer('A car.'),
  ...more,
});

test('a correction is chosen over the answer it sets right', () => {
  const source = correction({ comment: 'You misread it.' });

  const { row } = preferencePair(source);

  expect(row).toMatchObject({
    source: 'correction',
    chosen: [{ role: 'assistant', content: 'A carp, bred for its colours.' }],
    rejected: [{ role: 'assistant', content: 'A car.' }],
    chosen_candidate_id: null,
    chosen_model: null,
    chosen_side: null,
    rejected_candidate_id: source.answer.id,
    rejected_model: { name: 'demo', version: 3 },
    comment: 'You misread it.',
  });
  expect(preferenceRow.parse(row)).toEqual(row);
});

test.each<[string, Partial<CorrectionSource>]>([
  ['deleted', { conversationDeletedAt: new Date() }],
  ['unfinished', { answer: answer('x', { state: 'stopped' }) }],
  ['empty_answer', { answer: answer(' ') }],
  ['identical_answers', { text: ' A car.\n' }],
])('a correction of what is %s gives no pair', (reason, more) => {
  expect(preferencePair(correction(more))).toEqual({ excluded: reason });
});

test('the better answer is chosen, with the conversation as the model saw it', () => {
  const source = ranking({ outcome: 'b_better' });

  const { row } = preferencePair(source);

  expect(row).toMatchObject({
    prompt: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: 'What is a koi?' },
    ],
    chosen: [{ role: 'assistant', content: 'A car.' }],
    rejected: [{ role: 'assistant', content: 'A carp.' }],
    chosen_candidate_id: source.answers.b?.id,
    chosen_side: 'b',
    source: 'ranking',
    strength: 'much',
    reasons: ['accurate'],
    reasons_version: 2,
    shown_sha256: 'ab12',
    chosen_model: { name: 'demo', version: 3 },
    accepted_at: '2026-05-01T10:00:00.000Z',
    consented_at: null,
  });
});

test('two answers of one model are a pair that names it on both sides', () => {
  const source = ranking({
    answers: { a: answer('A carp.', { model: 'pine' }), b: answer('A car.', { model: 'pine' }) },
  });

  const { row } = preferencePair(source);

  expect(row).toMatchObject({ chosen_model: { name: 'pine' }, rejected_model: { name: 'pine' } });
});

test.each<[string, Partial<RankingSource>]>([
  ['tie', { outcome: 'tie' }],
  ['both_bad', { outcome: 'both_bad' }],
  ['participant_excluded', { participantExcludedAt: new Date(), outcome: 'tie' }],
  ['deleted', { conversationDeletedAt: new Date(), outcome: 'tie' }],
  ['unfinished', { answers: { a: answer('x', { state: 'stopped' }), b: answer('y') } }],
  ['unfinished', { answers: { a: answer('x'), b: null } }],
  ['empty_answer', { answers: { a: answer('x'), b: answer(' \n') } }],
  ['identical_answers', { answers: { a: answer('Same.'), b: answer('Same.\n') } }],
])('%s gives no pair', (reason, more) => {
  expect(preferencePair(ranking(more))).toEqual({ excluded: reason });
});

test('the second of two equal pairs is told, a swapped one is not', () => {
  const isDuplicate = duplicatePairs();
  const pair = (more: Partial<RankingSource> = {}) => {
    const { row } = preferencePair(ranking(more));
    if (!row) throw new Error('no pair');
    return row;
  };

  expect(isDuplicate(pair())).toBe(false);
  expect(isDuplicate(pair())).toBe(true);
  expect(isDuplicate(pair({ outcome: 'b_better' }))).toBe(false);
  expect(isDuplicate(pair({ systemPrompt: '' }))).toBe(false);
});

const text = fc.string({ unit: 'binary', maxLength: 20 });
const anyAnswer = fc
  .record({ text, state: fc.constantFrom(...candidateState.options) })
  .map(({ text: content, state }) => answer(content, { state }));
const anyRanking = fc
  .record({
    outcome: fc.constantFrom(...rankingOutcome.options),
    a: fc.option(anyAnswer),
    b: fc.option(anyAnswer),
    systemPrompt: text,
    path: fc.array(fc.record({ text, answer: fc.option(text) }), { maxLength: 5 }),
  })
  .map(({ a, b, ...rest }) => ranking({ ...rest, answers: { a, b } }));

test('whatever was ranked: a row fits its schema, survives JSON, and holds the texts as they are', () => {
  fc.assert(
    fc.property(anyRanking, (source) => {
      const outcome = preferencePair(source);
      if (outcome.excluded !== undefined) return;
      const { row } = outcome;

      expect(preferenceRow.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
      expect(row.chosen[0]?.content).not.toBe(row.rejected[0]?.content);
      const better = source.answers[row.chosen_side ?? 'a'];
      expect(row.chosen).toEqual([{ role: 'assistant', content: better?.text }]);
      expect(row.prompt.filter(({ role }) => role === 'system').length).toBeLessThanOrEqual(1);
    }),
  );
});

test('whatever was ranked: swapping the sides swaps chosen and rejected', () => {
  const swapped = { a_better: 'b_better', b_better: 'a_better', tie: 'tie', both_bad: 'both_bad' };
  fc.assert(
    fc.property(anyRanking, (source) => {
      const mirrored = preferencePair({
        ...source,
        outcome: rankingOutcome.parse(swapped[source.outcome]),
        answers: { a: source.answers.b, b: source.answers.a },
      });
      const outcome = preferencePair(source);

      expect(mirrored.excluded).toBe(outcome.excluded);
      expect(mirrored.row?.chosen_candidate_id).toBe(outcome.row?.chosen_candidate_id);
      expect(mirrored.row?.rejected_candidate_id).toBe(outcome.row?.rejected_candidate_id);
    }),
  );
});
