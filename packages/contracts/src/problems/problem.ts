import { z } from 'zod';

/** RFC 9457 problem details, as every koi service answers an error (`application/problem+json`). */
export const problem = z.object({
  /** `https://koi.dev/problems/<code>`: a name, not a page that is fetched. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** What happened and what to do about it, for a person. */
  detail: z.string(),
  /** The stable name a program decides by. */
  code: z.string(),
  /** Names this request in the logs. */
  requestId: z.string().optional(),
  /** For `invalid_input`: each field that was refused. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** For `too_many_requests`: when to try again. */
  retryAfterSeconds: z.int().optional(),
});
export type Problem = z.infer<typeof problem>;

/** Every code koi answers with, and its title. A code that is not here does not compile. */
export const problemTitles = {
  invalid_input: 'The input is not valid',
  not_found: 'There is no such thing here',
  unauthenticated: 'Sign in first',
  invalid_api_key: 'The API key is not valid',
  api_key_not_found: 'There is no such API key',
  forbidden: 'Not allowed',
  wrong_token: 'The token is wrong',
  consent_required: 'Consent is needed first',
  invite_required: 'An invitation is needed',
  invite_not_found: 'There is no such invitation',
  invite_expired: 'The invitation has expired',
  invite_used_up: 'The invitation is used up',
  invite_revoked: 'The invitation was withdrawn',
  participant_not_found: 'There is no such participant',
  chatbot_not_found: 'There is no such chatbot',
  chatbot_without_model: 'The chatbot has no model to answer',
  conversation_not_found: 'There is no such conversation',
  model_not_found: 'There is no such model',
  name_taken: 'The name is taken',
  defined_in_koi_yaml: 'koi.yaml defines it',
  not_in_koi_yaml: 'koi.yaml no longer names it',
  changed_meanwhile: 'It has changed meanwhile',
  key_required: 'Type the key again',
  secret_key_missing: 'Keys cannot be stored',
  generation_failed: 'The model could not answer',
  choice_required: 'Say which of the answers is meant',
  not_comparable: 'The two answers cannot be compared',
  turn_not_found: 'There is no such turn',
  turn_pending: 'The turn has not ended yet',
  candidate_not_found: 'There is no such answer',
  candidate_unfinished: 'The answer has not ended yet',
  wrong_feedback_mode: 'The chatbot does not take this kind of feedback',
  ranking_closed: 'The ranking can no longer be changed',
  ranking_required: 'Choose an answer first',
  unknown_reason: 'The chatbot does not know this reason',
  nothing_to_undo: 'There is nothing to take back',
  dataset_version_not_found: 'There is no such dataset version',
  dataset_not_ready: 'The dataset version is not ready',
  dataset_empty: 'There is nothing to export',
  training_run_not_found: 'There is no such training run',
  idempotency_key_reused: 'The idempotency key belongs to another request',
  too_many_requests: 'Too many requests',
  payload_too_large: 'The request is too large',
  unsupported_media_type: 'Send application/json',
  unavailable: 'The service cannot answer now',
  internal: 'Something went wrong',
} as const satisfies Record<string, string>;
export type ProblemCode = keyof typeof problemTitles;

export const problemCode = z.enum(Object.keys(problemTitles) as [ProblemCode, ...ProblemCode[]]);

export function problemType(code: ProblemCode): string {
  return `https://koi.dev/problems/${code.replaceAll('_', '-')}`;
}
