import { expect, test } from '@jest/globals';
import type { JobRecord } from '@koi/queues';
import { runChange, type OpenRun } from './run-change.js';

const now = new Date('2026-05-01T12:00:00Z');
const begun = new Date('2026-05-01T11:00:00Z');

const run = (more: Partial<OpenRun> = {}): OpenRun => ({
  id: 'r',
  state: 'queued',
  progress: 0,
  message: null,
  metrics: {},
  startedAt: null,
  createdAt: begun,
  ...more,
});

const job = (more: Partial<JobRecord> = {}): JobRecord => ({
  id: 'r',
  state: 'active',
  data: {},
  progress: 0,
  result: undefined,
  failedReason: undefined,
  attemptsMade: 0,
  addedAt: begun,
  startedAt: begun,
  endedAt: undefined,
  ...more,
});

test('a job that waits changes nothing', () => {
  expect(runChange(run(), job({ state: 'waiting' }), now)).toBeUndefined();
});

test('progress is copied once', () => {
  const progress = { fraction: 0.25, message: 'epoch 1', metrics: { loss: 0.6 } };

  const change = runChange(run(), job({ progress }), now);

  expect(change).toEqual({
    state: 'running',
    startedAt: begun,
    progress: 0.25,
    message: 'epoch 1',
    metrics: { loss: 0.6 },
  });
  const after = run({
    state: 'running',
    startedAt: begun,
    progress: 0.25,
    message: 'epoch 1',
    metrics: { loss: 0.6 },
  });
  expect(runChange(after, job({ progress }), now)).toBeUndefined();
});

test('a progress that is none leaves the row as it was', () => {
  const running = run({ state: 'running', startedAt: begun, progress: 0.5 });

  expect(runChange(running, job({ progress: 'half' }), now)).toBeUndefined();
});

test('the result ends the run, with metrics of the way and of the end', () => {
  const change = runChange(
    run({ state: 'running', metrics: { loss: 0.6, step: 10 } }),
    job({
      state: 'completed',
      result: { modelVersion: 'koi-7b-v2', metrics: { loss: 0.1 } },
      endedAt: now,
    }),
    now,
  );

  expect(change).toMatchObject({
    state: 'completed',
    progress: 1,
    modelVersion: 'koi-7b-v2',
    artefactUri: null,
    metrics: { loss: 0.1, step: 10 },
    startedAt: begun,
    endedAt: now,
  });
});

test('a result that does not fit fails the run and says where', () => {
  const change = runChange(run(), job({ state: 'completed', result: { metrics: {} } }), now);

  expect(change).toMatchObject({ state: 'failed' });
  expect(change?.error).toContain('modelVersion');
});

test("a failed job gives the trainer's reason", () => {
  const change = runChange(run(), job({ state: 'failed', failedReason: 'CUDA is out' }), now);

  expect(change).toMatchObject({ state: 'failed', error: 'CUDA is out', endedAt: now });
});
