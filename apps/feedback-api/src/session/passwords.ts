import { hash, verify } from '@node-rs/argon2';

/** Argon2id, the library's default kind, at the first setting OWASP names: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** A hash that no password fits; checking one takes as long as checking a real one. */
const nobodys = hashPassword(crypto.randomUUID());

/** Whether the password fits. Without a hash it takes the same time and is false, so that nobody learns who exists. */
export async function fitsPassword(password: string, kept: string | null): Promise<boolean> {
  const fits = await verify(kept ?? (await nobodys), password);
  return fits && kept !== null;
}
