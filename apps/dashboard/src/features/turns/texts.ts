import type { AnswerOutcome, FailureOfAnswer } from '@koi/contracts/http';
import type { ChipTone } from '../blocks/index.js';

export const outcomeTexts: Record<AnswerOutcome, { label: string; tone: ChipTone }> = {
  completed: { label: 'Completed', tone: 'up' },
  stopped: { label: 'Stopped', tone: 'warn' },
  failed: { label: 'Failed', tone: 'down' },
};

/** Kinds of failures in a few words; docs/models.md says what each comes from. */
export const failureTexts: Record<FailureOfAnswer, string> = {
  misconfigured: 'Misconfigured',
  unreachable: 'Unreachable',
  refused_key: 'Key refused',
  not_found: 'Not found',
  rate_limited: 'Rate limited',
  server_error: 'Server error',
  bad_response: 'Bad response',
  stalled: 'Stalled',
  rejected: 'Rejected',
  gave_up: 'Given up',
  unknown: 'Unknown',
};

export const measuredTexts = {
  ttft: 'First token was timed',
  duration: 'Duration was timed',
} as const;

export const stateTexts = {
  pending: { label: 'Pending', tone: 'accent' },
  ...outcomeTexts,
} as const satisfies Record<string, { label: string; tone: ChipTone }>;
