import type { ApiKeyRecord } from '@koi/contracts/http';

export type KeyState = 'open' | 'expired' | 'revoked';

/** Whether a key opens anything now, as the gateway decides it. */
export function keyState(
  { revokedAt, expiresAt }: Pick<ApiKeyRecord, 'revokedAt' | 'expiresAt'>,
  now: Date,
): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && new Date(expiresAt) <= now ? 'expired' : 'open';
}
