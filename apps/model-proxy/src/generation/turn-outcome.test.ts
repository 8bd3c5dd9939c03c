import { expect, test } from '@jest/globals';
import type { CandidateState } from '@koi/contracts';
import { turnOutcome } from './turn-outcome.js';

test.each<[CandidateState[], string | undefined]>([
  [['completed'], 'completed'],
  [['completed', 'completed'], 'completed'],
  [['completed', 'stopped'], 'stopped'],
  [['stopped', 'failed'], 'failed'],
  [['completed', 'failed'], 'failed'],
  [['completed', 'streaming'], undefined],
  [['failed', 'queued'], undefined],
  [[], undefined],
])('%j is %s', (states, outcome) => {
  expect(turnOutcome(states)).toBe(outcome);
});
