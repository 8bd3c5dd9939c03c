import { expect, test } from '@jest/globals';
import { rows, within, type OverviewFilter } from './rows.js';

const filter: OverviewFilter = {
  period: { range: '24h' },
  chatbot: 'arena',
  model: '',
  mode: 'rank',
};

test('a link carries the filter of the page, the default range too, and what the number counts', () => {
  expect(rows.candidates(filter, { outcome: 'failed' })).toEqual({
    name: 'feedback',
    query: { range: '24h', chatbot: 'arena', mode: 'rank', view: 'answers', outcome: 'failed' },
  });
  expect(rows.participants(filter)).toMatchObject({
    name: 'participants',
    query: { range: '24h', wrote: 'true', counted: 'counted' },
  });
});

test('of another time, moments stand in place of the range', () => {
  const bucket = within(filter, {
    from: '2026-03-01T10:00:00.000Z',
    to: '2026-03-01T11:00:00.000Z',
  });

  expect(rows.feedback(bucket, { kind: 'vote', value: 'up' })).toEqual({
    name: 'feedback',
    query: {
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-01T11:00:00.000Z',
      chatbot: 'arena',
      mode: 'rank',
      kind: 'vote',
      value: 'up',
    },
  });
});
