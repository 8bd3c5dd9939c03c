import { Injectable } from '@nestjs/common';
import type { AnyQueue, DeadLetter, QueueName } from '@koi/contracts';
import type { JobRecord } from '@koi/queues';
import { InvalidInput } from '@koi/service';
import { AuditService } from '../audit/audit.service.js';
import { mendIssues, payloadIssues } from './check-payload.js';
import { DeadLetterNotFound } from './dead-letters.errors.js';
import { WatchedQueues } from './watched-queues.js';

/** Shows jobs that failed for good, and puts them back or away. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly queues: WatchedQueues,
    private readonly audit: AuditService,
  ) {}

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
  async retry(actor: string, { queue, jobId }: LetterId, payload?: unknown): Promise<void> {
    const { definition, jobs } = this.queues.named(queue);
    const job = await jobs.find(jobId);
    if (job?.state !== 'failed') throw new DeadLetterNotFound();
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
    const before = toDeadLetter(queue, definition, job);
    await this.audit.recordAfterwards({
      ...entryOf(actor, before),
      action: payload === undefined ? 'retried' : 'mended',
      after: told(queue, payload ?? before.payload),
    });
  }

  /** @throws DeadLetterNotFound */
  async drop(actor: string, { queue, jobId }: LetterId): Promise<void> {
    const { definition, jobs } = this.queues.named(queue);
    const job = await jobs.find(jobId);
    if (job?.state !== 'failed') throw new DeadLetterNotFound();
    if (!(await jobs.remove(jobId))) throw new DeadLetterNotFound();
    await this.audit.recordAfterwards({
      ...entryOf(actor, toDeadLetter(queue, definition, job)),
      action: 'dropped',
      after: {},
    });
  }
}

type LetterId = Pick<DeadLetter, 'queue' | 'jobId'>;

/** What the trail of changes says of a dead letter. */
const entryOf = (actor: string, { queue, jobId, payload, error }: DeadLetter) => ({
  actor,
  subjectKind: 'dead_letter' as const,
  subjectId: null,
  subjectName: `${queue} ${jobId}`,
  before: { ...told(queue, payload), ...(holdsWords(queue) ? {} : { error }) },
});

/** Feedback holds what a participant wrote, which must go when they are erased, so the trail names its fields alone. */
const holdsWords = (queue: QueueName): boolean => queue === 'feedback';
const told = (queue: QueueName, payload: unknown): Record<string, unknown> =>
  holdsWords(queue) ? { fields: Object.keys(payload ?? {}) } : { payload };

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
