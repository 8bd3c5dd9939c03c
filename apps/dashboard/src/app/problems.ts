import type { Problem } from '@koi/contracts/problems';
import { RequestFailed } from './api.js';

/** Anything thrown, as problem details that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem;
  return {
    type: 'about:blank',
    title: 'Something went wrong',
    status: 500,
    code: 'internal',
    detail: error instanceof Error ? error.message : 'An unexpected error happened in the page.',
  };
}
