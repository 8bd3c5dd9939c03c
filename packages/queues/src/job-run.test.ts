import { expect, test } from '@jest/globals';
import { generationQueue } from '@koi/contracts';
import { createLogger } from '@koi/observability';
import type { Job } from 'bullmq';
import { JobRun } from './job-run.js';

const logger = createLogger({ service: 'test', level: 'silent' });
const candidateId = '01890000-0000-7000-8000-00000000000a';
const job = { id: candidateId, data: { candidateId }, attemptsMade: 0, opts: {} } as unknown as Job;

test('a job that comes again while it runs joins the run; after it, it is run anew', async () => {
  const ends: ((error?: Error) => void)[] = [];
  const run = new JobRun(
    generationQueue,
    () =>
      new Promise((resolve, reject) =>
        ends.push((error) =>
          error ? reject(error) : resolve({ state: 'completed', finishReason: 'stop' }),
        ),
      ),
    new AbortController().signal,
    logger,
  );

  const both = [run.handle(job, 'lost lock'), run.handle(job, 'new lock')];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await Promise.all(both)).toEqual([
    { state: 'completed', finishReason: 'stop' },
    { state: 'completed', finishReason: 'stop' },
  ]);

  const again = [run.handle(job, 'a'), run.handle(job, 'b')];
  expect(ends).toHaveLength(2);
  ends[1]?.(new Error('the pond is dry'));
  const outcomes = await Promise.allSettled(again);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
