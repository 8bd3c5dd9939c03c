import type { AnswerFailureKind } from '../events/probe-events.js';

const SET_UP =
  'The model is not set up correctly. The people who run this chat need to look at it.';

/**
 * What a participant is told when an answer failed, by why it did: `detail` of a candidate. It names neither model nor
 * host, so that a blind comparison stays blind. A page that knows these words says them in its own language.
 */
export const answerFailures = {
  misconfigured: SET_UP,
  refused_key: SET_UP,
  not_found: SET_UP,
  unreachable: 'The model could not be reached. Please try again in a moment.',
  rate_limited: 'The model is very busy right now. Please try again in a moment.',
  server_error: 'The model had a problem while answering. Please try again.',
  bad_response: 'The model sent an answer that could not be read. Please try again.',
  stalled: 'The model stopped answering. Please try again.',
  rejected: 'The model did not accept this message. Try a shorter or a different one.',
  gave_up: 'Something went wrong while this answer was written. Please try again.',
} as const satisfies Readonly<Record<AnswerFailureKind, string>>;
