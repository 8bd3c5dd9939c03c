import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LocationQuery } from 'vue-router';
import {
  isFiltered,
  NO_WORD,
  readFilter,
  toRequest,
  valuesOf,
  writeFilter,
  type FeedbackFilter,
} from './feedback-filter.js';

const allValues = Object.values(valuesOf).flat();
const now = new Date('2026-03-10T14:37:21Z');

test('an empty address asks for all current feedback', () => {
  const filter = readFilter({});

  expect(isFiltered(filter)).toBe(false);
  expect(toRequest(filter, now)).toEqual({ current: 'true' });
});

test('a named range is counted back from now', () => {
  expect(toRequest(readFilter({ range: '1h' }), now).from).toBe('2026-03-10T13:37:00.000Z');
});

test('exact borders win over a named range', () => {
  const filter = readFilter({
    range: '7d',
    from: '2026-03-10T13:00:00Z',
    to: '2026-03-10T14:00:00Z',
  });

  expect(toRequest(filter, now)).toMatchObject({
    from: '2026-03-10T13:00:00.000Z',
    to: '2026-03-10T14:00:00.000Z',
  });
  expect(writeFilter(filter).range).toBeUndefined();
});

test('nonsense in the address is left out instead of sent', () => {
  const filter = readFilter({
    range: 'yesterday',
    from: 'soon',
    chatbot: '../x',
    kind: 'smile',
    value: 'sideways',
  });

  expect(toRequest(filter, now)).toEqual({ current: 'true' });
});

test('a value that the kind does not have is dropped', () => {
  expect(readFilter({ kind: 'vote', value: 'tie' }).value).toBe('');
  expect(readFilter({ kind: 'ranking', value: 'tie' }).value).toBe('tie');
});

/** A named range, or exact borders of which one may be missing. */
const moment = fc
  .integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) })
  .map((time) => new Date(time).toISOString());
const period = fc.oneof(
  fc.record({
    range: fc.constantFrom('1h', '24h', '7d', '30d', 'all'),
    from: fc.constant(undefined),
    to: fc.constant(undefined),
  }),
  fc
    .record({ range: fc.constant('all'), from: fc.option(moment), to: fc.option(moment) })
    .map(({ range, from, to }) => ({ range, from: from ?? undefined, to: to ?? undefined })),
) as fc.Arbitrary<Pick<FeedbackFilter, 'range' | 'from' | 'to'>>;

test('what is written is read back', () => {
  const kind = fc.constantFrom('' as const, 'vote', 'ranking', 'correction', 'comment');
  const arbitrary = fc.tuple(period, kind).chain(([borders, chosen]) =>
    fc.record({
      range: fc.constant(borders.range),
      from: fc.constant(borders.from),
      to: fc.constant(borders.to),
      chatbot: fc.constantFrom('', 'arena', 'a-1'),
      model: fc.constantFrom('', 'demo-brief', 'org/model:7b & co'),
      kind: fc.constantFrom(chosen),
      value: fc.constantFrom('' as const, ...(chosen ? valuesOf[chosen] : allValues)),
      current: fc.boolean(),
      mode: fc.constantFrom('' as const, 'rank' as const),
      reason: fc.constantFrom('', 'too_long'),
      participant: fc.constantFrom('', '01890000-0000-7000-8000-000000000001'),
      invite: fc.constantFrom('', '01890000-0000-7000-8000-000000000002'),
      language: fc.constantFrom('', 'de'),
      search: fc.constantFrom('', '"two words" -three & four'),
      correction: fc.constantFrom('' as const, 'true' as const, 'false' as const),
      comment: fc.constantFrom('' as const, 'true' as const, 'false' as const),
      questionType: fc.constantFrom('', 'what', NO_WORD),
      version: fc.constantFrom('', '2'),
      minQuestionLength: fc.constantFrom('', '20'),
      maxQuestionLength: fc.constantFrom('', '500'),
      minAnswerLength: fc.constantFrom('', '0', '100'),
      maxAnswerLength: fc.constantFrom('', '4000'),
    }),
  );
  fc.assert(
    fc.property(arbitrary, (filter) => {
      expect(readFilter(JSON.parse(JSON.stringify(writeFilter(filter))) as LocationQuery)).toEqual(
        filter,
      );
    }),
  );
});
