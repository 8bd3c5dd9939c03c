import type { z } from 'zod';

/** How long to wait before attempt n+1: `startMs · 2^(n-1)`, at most `maxMs`. */
export interface ExponentialBackoff {
  readonly startMs: number;
  readonly maxMs: number;
}

export interface QueueDefinition<
  Name extends string = string,
  Payload extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  /** What a job carries: ids, and the command itself where there is no row yet. Parsed when added and when taken. */
  readonly payload: Payload;
  /** What the handler returns; parsed before it is stored or sent as a reply. */
  readonly result: Result;
  /** The job's id, from the payload: the same id twice is one job for as long as the job exists. */
  readonly jobId: (payload: z.output<Payload>) => string;
  /** How often a failing job is tried in all before it becomes a dead letter. */
  readonly attempts: number;
  readonly backoff: ExponentialBackoff;
  /** Seconds a finished job is kept for inspection. */
  readonly keepCompletedSeconds: number;
  /** True when its jobs come round by themselves: a success is no news and is logged at debug. */
  readonly routine?: boolean;
}

export type AnyQueue = QueueDefinition;
export type PayloadOf<Q extends AnyQueue> = z.output<Q['payload']>;
export type ResultOf<Q extends AnyQueue> = z.output<Q['result']>;

export function exponential(options: { startMs: number; maxMs?: number }): ExponentialBackoff {
  return { startMs: options.startMs, maxMs: options.maxMs ?? 60_000 };
}

/**
 * Declares a queue once for its producers and its consumers, in any language.
 *
 * The definition knows nothing of BullMQ, so a producer cannot drift from its consumer and a page could read it.
 * Job ids may not contain ":" (BullMQ keeps it for its own keys).
 */
export function defineQueue<
  Name extends string,
  Payload extends z.ZodType,
  Result extends z.ZodType,
>(
  name: Name,
  options: Omit<QueueDefinition<Name, Payload, Result>, 'name' | 'keepCompletedSeconds'> & {
    keepCompletedSeconds?: number;
  },
): QueueDefinition<Name, Payload, Result> {
  return { name, keepCompletedSeconds: 3_600, ...options };
}
