import { Injectable } from '@nestjs/common';
import type { AnyQueue, DeadLetter, QueueName } from '@koi/contracts';
import type { JobRecord } from '@koi/queues';
import { InvalidInput } from '@koi/service';
import { mendIssues, payloadIssues } from './check-payload.js';
import { DeadLetterNotFound } from './dead-letters.errors.js';
import { WatchedQueues } from './watched-queues.js';

/** Shows jobs that failed for good, and puts them back or away. */
@Injectable()
export class DeadLettersService {
  constructor(private readonly queues: WatchedQueues) {}

  async list(options: { readonly queue?: QueueName | undefined; readonly limit: number }): Promise<{
    items: DeadLetter[];
    counts: { queue: QueueName; count: number }[];
  }> {
    const { queue, limit } = options;
    const asked = this.queues.all.filter(({ name }) => queue === undefined || name === queue);
    const [letters, counts] = await Promise.all([
      Promise.all(
        asked.map(async ({ name, definition, jobs }) =>
          (await jobs.deadLetters({ limit })).map((job) => toDeadLetter(name, definition, job)),
        ),
      ),
      Promise.all(
        this.queues.all.map(async ({ name, jobs }) => ({
          queue: name,
          count: (await jobs.counts()).failed,
        })),
      ),
    ]);
    const latestFirst = (a: DeadLetter, b: DeadLetter): number =>
      (b.failedAt ?? b.addedAt).localeCompare(a.failedAt ?? a.addedAt);
    return { items: letters.flat().sort(latestFirst).slice(0, limit), counts };
  }

  /** @throws DeadLetterNotFound; InvalidInput with every field of `payload` that does not fit. */
  async retry(name: QueueName, jobId: string, payload?: unknown): Promise<void> {
    const { definition, jobs } = this.queues.named(name);
    if ((await jobs.find(jobId))?.state !== 'failed') throw new DeadLetterNotFound();
    if (payload !== undefined) {
      const issues = mendIssues(definition, jobId, payload);
      if (issues.length > 0)
        throw new InvalidInput(
          issues.map(({ path, message }) => ({
            path: path ? `payload.${path}` : 'payload',
            message,
          })),
        );
    }
    const done = await (payload === undefined ? jobs.retry(jobId) : jobs.mend(jobId, payload));
    if (!done) throw new DeadLetterNotFound();
  }

  /** @throws DeadLetterNotFound */
  async drop(name: QueueName, jobId: string): Promise<void> {
    const { jobs } = this.queues.named(name);
    if ((await jobs.find(jobId))?.state !== 'failed') throw new DeadLetterNotFound();
    if (!(await jobs.remove(jobId))) throw new DeadLetterNotFound();
  }
}

function toDeadLetter(queue: QueueName, definition: AnyQueue, job: JobRecord): DeadLetter {
  // What koi adds beside the payload is none of the payload.
  const { _koi, ...payload } = (job.data ?? {}) as Record<string, unknown>;
  return {
    queue,
    jobId: job.id,
    payload: payload as DeadLetter['payload'],
    issues: payloadIssues(definition, payload),
    error: job.failedReason ?? 'It does not say why.',
    attempts: job.attemptsMade,
    addedAt: job.addedAt.toISOString(),
    failedAt: job.endedAt?.toISOString() ?? null,
  };
}
