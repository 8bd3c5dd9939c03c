import { createHash, randomBytes } from 'node:crypto';

/** A new invite token: 192 random bits in 32 characters that survive a URL. */
export const newInviteToken = (): string => randomBytes(24).toString('base64url');

/** The SHA-256 of a token in hex, as `invite.token_hash` has it. */
export const hashInviteToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');
