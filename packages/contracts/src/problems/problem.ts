import { z } from 'zod';
import { problemTitles, type ProblemCode } from './problem-codes.js';

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
  /** For status 429: when to try again. */
  retryAfterSeconds: z.int().optional(),
});
export type Problem = z.infer<typeof problem>;

export const problemCode = z.enum(Object.keys(problemTitles) as [ProblemCode, ...ProblemCode[]]);
