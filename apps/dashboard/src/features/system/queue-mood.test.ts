import { expect, test } from '@jest/globals';
import type { QueueStatus } from '@koi/contracts/http';
import { queueMood } from './queue-mood.js';

const well: QueueStatus = {
  name: 'feedback',
  waiting: 0,
  delayed: 0,
  active: 0,
  failed: 3,
  paused: false,
  lagSeconds: null,
  completedLastHour: 9,
  failedLastHour: 0,
  workers: 1,
};

test.each([
  [{}, undefined],
  [{ paused: true }, 'paused'],
  [{ workers: 0 }, 'nobody works on it'],
  [{ lagSeconds: 29 }, undefined],
  [{ lagSeconds: 31 }, 'late'],
  [{ workers: null, lagSeconds: 4_000 }, undefined],
])('%j reads %p', (change, label) => expect(queueMood({ ...well, ...change })?.label).toBe(label));
