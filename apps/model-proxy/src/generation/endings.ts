import { answerFailures } from '@koi/contracts';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { StopRequested } from './generation.errors.js';
import type { AnswerEnding } from './generation.repository.js';

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
  failureKind: 'gave_up',
  failureDetail: answerFailures.gave_up,
  errorDetail: why,
});

/** What a model's failure is to the team, on one line. */
export const forTheTeam = ({ kind, message }: UpstreamFailure): string => `${kind}: ${message}`;

/**
 * How an answer ends whose stream broke off with `error`: stopped on purpose, or failed. The model is not asked again:
 * its policy has done that.
 *
 * @throws what is neither a stop nor the model's fault; then the queue tries the whole job again.
 */
export function endingOf(error: unknown, signal: AbortSignal): Omit<AnswerEnding, 'text'> {
  if (signal.aborted) return stopOf(signal);
  if (!(error instanceof UpstreamFailure)) throw error;
  return {
    state: 'failed',
    finishReason: 'error',
    failureKind: error.kind,
    failureDetail: error.detail,
    errorDetail: forTheTeam(error),
  };
}

function stopOf({ reason }: AbortSignal): Omit<AnswerEnding, 'text'> {
  if (reason instanceof StopRequested)
    return { state: 'stopped', finishReason: reason.finishReason };
  throw reason;
}
