import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConfigInvalid } from './config-error.js';

const PREFIX = 'sealed:v1:';
const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D: 96 bits, random, never twice under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Seals secrets that are typed in, so that no database, backup or queue holds them readable: AES-256-GCM under a key of
 * the environment. A sealed text is `sealed:v1:<key id>:<nonce>:<ciphertext and tag>`.
 *
 * `purpose` says what a secret is for and is bound to it: sealed for one model's address, it cannot be opened for
 * another. The first key seals, all of them open, so a key is replaced by putting a new one before it.
 */
export class SecretKeys {
  // Private to the class itself: no log and no JSON shows a key.
  readonly #keys: readonly SecretKey[];

  constructor(keys: readonly Buffer[]) {
    this.#keys = keys.map((bytes) => ({ id: keyId(bytes), bytes }));
  }

  /** Whether there is a key to seal with. */
  get canSeal(): boolean {
    return this.#keys.length > 0;
  }

  /** @throws ConfigInvalid when there is no key. */
  seal(secret: string, purpose: string): string {
    const [key] = this.#keys;
    if (!key) throw unreadable('is not set, so secrets cannot be stored');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key.bytes, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([
      cipher.update(secret, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `${PREFIX}${key.id}:${nonce.toString('base64url')}:${sealed.toString('base64url')}`;
  }

  /** @throws ConfigInvalid when its key is not here, or the text was sealed for another purpose or changed. */
  open(sealed: string, purpose: string): string {
    const [id = '', nonce = '', text = ''] = sealed.slice(PREFIX.length).split(':');
    const key = this.#keys.find((candidate) => candidate.id === id);
    if (!isSealed(sealed) || !key)
      throw unreadable(`does not hold the key ${id || 'of this secret'} that it was sealed with`);
    const bytes = Buffer.from(text, 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, key.bytes, Buffer.from(nonce, 'base64url'), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([
        decipher.update(bytes.subarray(0, -TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    } catch {
      throw unreadable('opens this secret, but it was given for something else; type it again');
    }
  }

  /** Whether a sealed text can be opened here, and whether by the key that seals now. */
  standingOf(sealed: string): 'current' | 'older' | 'unknown' {
    const id = sealed.slice(PREFIX.length).split(':')[0];
    const position = this.#keys.findIndex((key) => key.id === id);
    return position === 0 ? 'current' : position > 0 ? 'older' : 'unknown';
  }
}

export const isSealed = (text: string): boolean => text.startsWith(PREFIX);

/** What a model's key is sealed for: its address. A model that moves must be given its key again. */
export const modelKeyPurpose = (address: string): string => `the key of a model at ${address}`;

/**
 * `KOI_SECRET_KEY`: 32 random bytes in hex (64 digits) or base64, or several of them separated by commas, the newest
 * first.
 */
export const secretKeys = z
  .string()
  .default('')
  .transform((text, context) => {
    const keys = text.split(',').flatMap((key) => (key.trim() ? [decodeKey(key.trim())] : []));
    if (keys.every((key) => key.length === KEY_BYTES)) return new SecretKeys(keys);
    context.addIssue({
      code: 'custom',
      message: 'must be 32 random bytes in hex or base64, as "openssl rand -hex 32" makes them',
    });
    return z.NEVER;
  });

const decodeKey = (key: string): Buffer =>
  /^[0-9a-f]{64}$/i.test(key) ? Buffer.from(key, 'hex') : Buffer.from(key, 'base64');

/** Enough of a hash to tell keys apart; says nothing of the key. */
const keyId = (bytes: Buffer): string =>
  createHash('sha256').update('koi key id').update(bytes).digest('hex').slice(0, 8);

const unreadable = (message: string): ConfigInvalid =>
  new ConfigInvalid([{ where: 'KOI_SECRET_KEY', message }]);
