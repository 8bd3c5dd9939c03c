import { expect, test } from '@jest/globals';
import { eventLine } from './event-line.js';

test.each([
  ['vote', 'up', 'Vote up', 'good'],
  ['vote', 'down', 'Vote down', 'bad'],
  ['vote', 'undo', 'Vote taken back', 'quiet'],
  ['ranking', 'a_better', 'Ranking: A better', 'plain'],
  ['ranking', 'both_bad', 'Ranking: Both bad', 'bad'],
  ['answer_failed', 'rate_limited', 'Answer failed: rate limited', 'bad'],
  ['answer_failed', 'of_tomorrow', 'Answer failed: unknown', 'bad'],
  ['correction', 'given', 'Correction', 'plain'],
  ['message', null, 'Message', 'quiet'],
] as const)('%s %s reads "%s"', (kind, value, text, tone) => {
  expect(eventLine({ kind, value })).toEqual({ text, tone });
});
