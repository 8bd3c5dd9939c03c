import { Injectable, SetMetadata, applyDecorators } from '@nestjs/common';
import type { AnyQueue, PayloadOf, ResultOf } from '@koi/contracts';
import type { JobContext } from '@koi/queues';

export const QUEUE_WORKER = 'koi:queue-worker';

export interface QueueWorkerOptions {
  /** Jobs one process handles at a time; a function reads it from the service's configuration. */
  readonly concurrency: number | ((config: never) => number);
  /** Milliseconds without a sign of life before a job counts as stalled and is given to another worker. */
  readonly lockDurationMs?: number;
}

export interface QueueWorkerMetadata extends QueueWorkerOptions {
  readonly queue: AnyQueue;
}

/** A class that consumes one queue: it adapts a job to a service call and decides nothing. */
export interface Handles<Queue extends AnyQueue> {
  handle(payload: PayloadOf<Queue>, job: JobContext): Promise<ResultOf<Queue>>;
  /** Called once when a job has failed for good, so that what it stood for ends too. */
  onDeadLetter?(payload: PayloadOf<Queue>, error: Error): Promise<void>;
}

/**
 * Makes a class the consumer of a queue.
 *
 * ```ts
 * @QueueWorker(feedbackQueue, { concurrency: 16 })
 * export class FeedbackWorker implements Handles<typeof feedbackQueue> { … }
 * ```
 */
export function QueueWorker(queue: AnyQueue, options: QueueWorkerOptions): ClassDecorator {
  return applyDecorators(
    Injectable(),
    SetMetadata(QUEUE_WORKER, { queue, ...options } satisfies QueueWorkerMetadata),
  );
}
