import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ANALYTICS_SLICE_MS, type AnalyticsJob, type analyticsQueue } from '@koi/contracts';
import type { Producer } from '@koi/queues';
import { RollupNudges } from './rollup-nudges.js';

const NOON = new Date('2026-04-01T12:00:00Z');
const later = (ms: number) => new Date(NOON.getTime() + ms);

let jobs: AnalyticsJob[];
let isDown: boolean;
let nudges: RollupNudges;

beforeEach(() => {
  jest.useFakeTimers({ now: NOON });
  jobs = [];
  isDown = false;
  const add = (job: AnalyticsJob) => {
    if (isDown) return Promise.reject(new Error('down'));
    jobs.push(job);
    return Promise.resolve('');
  };
  nudges = new RollupNudges({ add } as unknown as Producer<typeof analyticsQueue>);
});
afterEach(() => void jest.useRealTimers());

test('a minute is nudged once a slice, and again in the next', async () => {
  await Promise.all([nudges.add([NOON]), nudges.add([later(59_000), later(60_000)])]);
  await nudges.add([NOON]);
  expect(jobs.map(({ minute }) => minute - Math.floor(NOON.getTime() / 60_000))).toEqual([0, 1]);

  jest.setSystemTime(later(ANALYTICS_SLICE_MS));
  await nudges.add([NOON]);
  expect(jobs).toHaveLength(3);
  expect(jobs[2]?.slice).toBe((jobs[0]?.slice ?? 0) + 1);
});

test('a nudge that could not be added is tried again', async () => {
  isDown = true;
  await expect(nudges.add([NOON])).rejects.toThrow('down');
  isDown = false;
  await nudges.add([NOON]);

  expect(jobs).toHaveLength(1);
});
