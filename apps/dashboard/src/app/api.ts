import { createClient, ProblemError, type Client } from '@koi/sdk/client';

const client = createClient({ checkResponses: import.meta.env.DEV });

/** Calls one route of the contracts on this page's own origin. Throws `ProblemError` or `ConnectionLost`. */
export const call: Client['call'] = (route, ...input) => client.call(route, ...input);

/** True when the server says that nobody is signed in. */
export const isUnauthenticated = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'unauthenticated';
