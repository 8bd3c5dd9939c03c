import { expect, test } from '@jest/globals';
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

test('nonsense is left out', () => {
  const filter = readWroteFilter({ wrote: 'true', chatbot: '../x', mode: 'loud' });

  expect(filter).toEqual({ period: { range: 'all' }, chatbot: '', mode: '' });
});
