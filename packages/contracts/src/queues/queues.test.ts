import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as exported from './index.js';
import type { AnyQueue } from './define-queue.js';

const { analyticsNudge, ANALYTICS_SLICE_MS } = exported;
const id = '01890000-0000-7000-8000-00000000000a';
const other = '01890000-0000-7000-8000-00000000000b';

/** One payload of every queue. */
const payloads: Record<string, unknown> = {
  generation: { candidateId: id },
  feedback: {
    kind: 'vote',
    idempotencyKey: id,
    participantId: other,
    acceptedAt: '2026-01-01T00:00:00.000Z',
    candidateId: other,
    value: 'up',
  },
  analytics: analyticsNudge(new Date('2026-01-01T00:00:00Z')),
  datasets: { datasetVersionId: id },
  training: {
    version: 1,
    trainingRunId: id,
    datasetVersionId: other,
    manifestUri: 'file:///data/manifest.json',
    manifestSha256: 'a'.repeat(64),
    method: 'dpo',
    baseModel: 'base',
  },
  maintenance: { task: 'sweep_turns' },
  probes: {
    probeId: id,
    expiresAt: '2026-01-01T00:00:00.000Z',
    model: { kind: 'saved', modelId: other },
  },
};

const queues = Object.values(exported).filter(
  (value): value is typeof value & AnyQueue => typeof value === 'object' && 'jobId' in value,
) as readonly AnyQueue[];

test('every queue has a name of its own and is known to this test', () => {
  expect(queues.map(({ name }) => name).sort()).toEqual(Object.keys(payloads).sort());
});

describe.each(queues.map((queue) => [queue.name, queue] as const))('%s', (name, queue) => {
  const payload = queue.payload.parse(payloads[name]);

  test('gives job ids that BullMQ takes: not empty, no colon, no bare number', () => {
    const jobId = queue.jobId(payload);

    expect(jobId).not.toContain(':');
    expect(jobId).not.toMatch(/^\d*$/);
  });

  test('names the same job for the same payload', () => {
    expect(queue.jobId(queue.payload.parse({ ...(payloads[name] as object) }))).toBe(
      queue.jobId(payload),
    );
  });

  test('carries JSON: a payload comes back from the queue as it was', () => {
    expect(queue.payload.parse(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
  });

  test('takes a payload that a newer release has added a field to', () => {
    expect(queue.payload.safeParse({ ...(payload as object), addedLater: 1 }).success).toBe(true);
  });

  test('tries at least once and waits longer each time', () => {
    expect(queue.attempts).toBeGreaterThanOrEqual(1);
    expect(queue.backoff.startMs).toBeLessThanOrEqual(queue.backoff.maxMs);
  });
});

test('nudges of one minute and one slice are one job, whenever in the slice they are added', () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('2020-01-01'),
        max: new Date('2040-01-01'),
        noInvalidDate: true,
      }),
      fc.nat(ANALYTICS_SLICE_MS - 1),
      (moment, within) => {
        const minute = Math.floor(moment.getTime() / 60_000) * 60_000;
        const slice = 1_000_000 * ANALYTICS_SLICE_MS;

        expect(analyticsNudge(moment, slice + within)).toEqual(
          analyticsNudge(new Date(minute), slice),
        );
        expect(analyticsNudge(moment, slice + ANALYTICS_SLICE_MS)).not.toEqual(
          analyticsNudge(moment, slice),
        );
      },
    ),
  );
});
