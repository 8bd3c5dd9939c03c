import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LocationQuery } from 'vue-router';
import type { Period } from '../filters/address.js';
import { rows } from '../overview/rows.js';
import { readWroteFilter, toWroteRequest } from './wrote-filter.js';

const now = new Date('2026-03-10T14:37:21Z');

test('without the mark nothing is asked, whatever else stands in the address', () => {
  expect(readWroteFilter({ range: '24h', mode: 'rank' })).toBeUndefined();
});

test('time, chatbot and mode of what was written', () => {
  const filter = readWroteFilter({ wrote: 'true', range: '24h', chatbot: 'arena', mode: 'rank' });

  expect(filter && toWroteRequest(filter, now)).toEqual({
    wrote: 'true',
    from: '2026-03-09T14:00:00.000Z',
    chatbot: 'arena',
    mode: 'rank',
  });
});

test('what the overview writes in the link of its number is read back', () => {
  const minute = fc
    .integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 })
    .map((minutes) => new Date(minutes * 60_000).toISOString());
  const period: fc.Arbitrary<Period> = fc.oneof(
    fc.record({ range: fc.constantFrom('1h' as const, '7d', 'all') }),
    fc.record({ range: fc.constant('all' as const), from: minute, to: minute }),
  );
  const arbitrary = fc.record({
    period,
    chatbot: fc.constantFrom('', 'arena', 'a-1'),
    mode: fc.constantFrom('' as const, 'none', 'vote', 'rank'),
  });
  fc.assert(
    fc.property(arbitrary, (filter) => {
      const { query } = rows.participants({ ...filter, model: '' }) as { query: object };
      expect(readWroteFilter(JSON.parse(JSON.stringify(query)) as LocationQuery)).toEqual(filter);
    }),
  );
});

test('nonsense is left out', () => {
  const filter = readWroteFilter({ wrote: 'true', chatbot: '../x', mode: 'loud' });

  expect(filter).toEqual({ period: { range: 'all' }, chatbot: '', mode: '' });
});
