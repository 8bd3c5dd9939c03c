import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@koi/observability';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { AnswerPostponed, StopRequested } from './generation.errors.js';
import type { AnswerEnding } from './generation.repository.js';

type Ending = Omit<AnswerEnding, 'text'>;

/** The longest a job waits because its model asks for patience; after that the queue's own backoff goes on. */
const MAX_PATIENCE_MS = 15_000;

export const stoppedBeforeStart: AnswerEnding = {
  state: 'stopped',
  finishReason: 'stopped',
  text: '',
};

/** The end of an answer that koi itself cannot write; `why` is for the team. */
export const gaveUp = (why: string): AnswerEnding => ({
  state: 'failed',
  finishReason: 'error',
  text: '',
  failureDetail: 'Something went wrong while this answer was written. Please try again.',
  errorDetail: why,
});

/**
 * How an answer ends whose stream broke off with `error`: stopped on purpose, or failed.
 *
 * @throws AnswerPostponed when the model may be asked again, and everything that is neither a stop nor the model's fault.
 */
export async function endingOf(
  error: unknown,
  context: { signal: AbortSignal; mayTryAgain: boolean; logger: Logger },
): Promise<Ending> {
  const { signal, mayTryAgain, logger } = context;
  if (signal.aborted) return stopOf(signal);
  if (!(error instanceof UpstreamFailure)) throw error;

  const { kind, detail, message, retryable, retryAfterMs = 0 } = error;
  logger.warn({ kind, retryable, mayTryAgain }, 'the model failed');
  if (!retryable || !mayTryAgain) {
    return {
      state: 'failed',
      finishReason: 'error',
      failureDetail: detail,
      errorDetail: `${kind}: ${message}`,
    };
  }
  await sleep(Math.min(retryAfterMs, MAX_PATIENCE_MS), undefined, { signal }).catch(
    () => undefined,
  );
  if (signal.aborted) return stopOf(signal);
  throw new AnswerPostponed(kind);
}

function stopOf({ reason }: AbortSignal): Ending {
  if (reason instanceof StopRequested)
    return { state: 'stopped', finishReason: reason.finishReason };
  throw reason;
}
