import { expect, test } from '@jest/globals';
import { feedbackQueue, maintenanceQueue } from '@koi/contracts';
import { mendIssues, payloadIssues } from './check-payload.js';

const id = (digit: string): string => `01890000-0000-7000-8000-00000000000${digit}`;
const vote = {
  kind: 'vote',
  idempotencyKey: id('a'),
  participantId: id('b'),
  acceptedAt: '2026-05-01T12:00:00Z',
  candidateId: id('c'),
  value: 'up',
};

test('each field that does not fit is named', () => {
  expect(payloadIssues(feedbackQueue, vote)).toEqual([]);
  expect(payloadIssues(feedbackQueue, { ...vote, value: 'sideways', candidateId: 5 })).toEqual([
    { path: 'candidateId', message: expect.stringContaining('string') },
    { path: 'value', message: expect.stringContaining('"up"|"down"|"undo"') },
  ]);
});

test('a mended payload stays the same job', () => {
  expect(mendIssues(feedbackQueue, id('a'), { ...vote, value: 'down' })).toEqual([]);
  expect(mendIssues(feedbackQueue, id('a'), { ...vote, idempotencyKey: id('d') })).toEqual([
    { path: '', message: expect.stringContaining('would be another job') },
  ]);
  expect(mendIssues(maintenanceQueue, 'repeat:sweep_turns:1', { task: 'sweep_turns' })).toEqual([]);
});
