import { z } from 'zod';
import type { Problem } from '../problems/index.js';

/** Every error below `/v1`, as clients of OpenAI's API read it. */
export const openAiError = z.object({
  error: z.object({
    message: z.string(),
    type: z.enum(['invalid_request_error', 'permission_error', 'rate_limit_error', 'server_error']),
    /** The field that is wrong: `messages.0.content`. */
    param: z.string().nullable(),
    /** koi's stable name of the problem. */
    code: z.string().nullable(),
  }),
});
export type OpenAiError = z.infer<typeof openAiError>;

/** A problem of koi in OpenAI's shape; the status code stays the same. */
export function toOpenAiError({ code, detail, issues, status }: Problem): OpenAiError {
  return {
    error: { message: detail, type: typeOf(status), param: issues?.[0]?.path || null, code },
  };
}

function typeOf(status: number): OpenAiError['error']['type'] {
  if (status === 429) return 'rate_limit_error';
  if (status === 403) return 'permission_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
