import { createHash } from 'node:crypto';

/** The version of a consent text: the SHA-256 of its UTF-8, in hex. */
export const consentHash = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex');
