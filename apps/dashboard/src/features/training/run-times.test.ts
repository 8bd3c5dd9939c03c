import { expect, test } from '@jest/globals';
import { runTimes } from './run-times.js';

const now = new Date('2026-03-10T12:10:00Z');
const createdAt = '2026-03-10T12:00:00Z';

test('a queued run only waits', () => {
  expect(runTimes({ createdAt, startedAt: null, endedAt: null }, now)).toEqual({
    waitedMs: 600_000,
    workedMs: undefined,
  });
});

test('a running one works up to now, an ended one up to its end', () => {
  const startedAt = '2026-03-10T12:01:00Z';

  expect(runTimes({ createdAt, startedAt, endedAt: null }, now).workedMs).toBe(540_000);
  expect(runTimes({ createdAt, startedAt, endedAt: '2026-03-10T12:03:00Z' }, now)).toEqual({
    waitedMs: 60_000,
    workedMs: 120_000,
  });
});

test('a run that failed before it began waited until then', () => {
  const run = { createdAt, startedAt: null, endedAt: '2026-03-10T12:02:00Z' };

  expect(runTimes(run, now)).toEqual({ waitedMs: 120_000, workedMs: undefined });
});
