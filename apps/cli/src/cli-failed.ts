import { ConfigInvalid } from '@koi/config';
import { EmbeddedPostgresFailed } from '@koi/embedded';

/** koi cannot go on for a reason a person can act on. The message is what they read. */
export class CliFailed extends Error {
  override readonly name = 'CliFailed';
}

/** What a person reads when a command fails; `undefined` for failures nobody foresaw, which deserve their stack. */
export function readableFailure(error: unknown): string | undefined {
  if (error instanceof CliFailed || error instanceof EmbeddedPostgresFailed) return error.message;
  if (error instanceof ConfigInvalid) return `The configuration cannot be used:\n${error.message}`;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `Cannot reach the database or Redis (${message || code}). Check DATABASE_URL and REDIS_URL.`;
  if (code === '28P01' || code === '28000' || code === '3D000')
    return `The database refuses koi: ${message}. Check DATABASE_URL.`;
  return undefined;
}
