import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LocationQuery } from 'vue-router';
import {
  isNarrowed,
  readTurnFilter,
  toCandidateRequest,
  toTurnRequest,
  writeTurnFilter,
  type TurnFilter,
} from './turn-filter.js';

const now = new Date('2026-03-10T14:37:21Z');
const nothing = readTurnFilter({});

test('an empty address asks for everything', () => {
  expect(JSON.stringify(toCandidateRequest(nothing, now))).toBe('{}');
  expect([isNarrowed(nothing, true), isNarrowed(nothing, false)]).toEqual([false, false]);
});

test('nonsense in the address is left out instead of sent', () => {
  const filter = readTurnFilter({
    chatbot: '../x',
    mode: 'loud',
    outcome: 'queued',
    failure: 'sunspots',
    measured: 'length',
    currency: 'euro',
    participant: '1',
    invite: '1',
    excluded: 'maybe',
  });

  expect(filter).toEqual(nothing);
});

test('messages are not asked for by what only answers have', () => {
  const filter = readTurnFilter({ model: 'oak', outcome: 'failed', mode: 'rank' });

  expect(JSON.parse(JSON.stringify(toTurnRequest(filter, now)))).toEqual({ mode: 'rank' });
  expect(toCandidateRequest(filter, now)).toMatchObject({ model: 'oak', outcome: 'failed' });
  expect(isNarrowed(readTurnFilter({ outcome: 'failed' }), false)).toBe(false);
});

test('an answer that did not fail has no failure', () => {
  expect(writeTurnFilter({ outcome: 'completed' })).toEqual({
    outcome: 'completed',
    failure: undefined,
  });
  expect(writeTurnFilter({ outcome: 'failed' })).toEqual({ outcome: 'failed' });
});

test('what is written is read back', () => {
  const arbitrary: fc.Arbitrary<TurnFilter> = fc.record({
    period: fc.constantFrom({ range: 'all' as const }, { range: '7d' as const }),
    chatbot: fc.constantFrom('', 'arena'),
    mode: fc.constantFrom('' as const, 'rank' as const),
    participant: fc.constantFrom('', '01890000-0000-7000-8000-000000000001'),
    invite: fc.constantFrom('', '01890000-0000-7000-8000-000000000002'),
    excluded: fc.constantFrom('' as const, 'included' as const),
    model: fc.constantFrom('', 'org/model:7b & co'),
    outcome: fc.constantFrom('' as const, 'failed' as const),
    failure: fc.constantFrom('' as const, 'stalled' as const),
    fallback: fc.constantFrom('' as const, 'true' as const),
    measured: fc.constantFrom('' as const, 'ttft' as const),
    currency: fc.constantFrom('', 'EUR'),
  });
  fc.assert(
    fc.property(arbitrary, (filter) => {
      const query = JSON.parse(JSON.stringify(writeTurnFilter(filter))) as LocationQuery;
      expect(readTurnFilter(query)).toEqual(filter);
    }),
  );
});
