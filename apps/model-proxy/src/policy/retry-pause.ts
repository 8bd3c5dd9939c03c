import type { UpstreamFailure } from '../connectors/upstream-failure.js';

export interface Retries {
  /** How often the model is asked in all. */
  readonly attempts: number;
  /** The longest pause before it is asked again. */
  readonly maxWaitMs: number;
}

const FIRST_PAUSE_MS = 500;

/**
 * Milliseconds to wait before a model is asked again that has failed `failed` times, or `undefined` when it should not
 * be: the same question would fail again, or the upstream asks for more patience than anybody at the page has.
 *
 * Exponential with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015), never earlier than `Retry-After`.
 */
export function retryPause(
  failure: Pick<UpstreamFailure, 'retryable' | 'retryAfterMs'>,
  failed: number,
  { maxWaitMs }: Pick<Retries, 'maxWaitMs'>,
  random: () => number = Math.random,
): number | undefined {
  const { retryable, retryAfterMs = 0 } = failure;
  if (!retryable || retryAfterMs > maxWaitMs) return undefined;
  const ceiling = Math.min(maxWaitMs, FIRST_PAUSE_MS * 2 ** (failed - 1));
  return Math.max(retryAfterMs, random() * ceiling);
}
