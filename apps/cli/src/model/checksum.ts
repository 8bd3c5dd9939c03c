import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CliFailed } from '../cli-failed.js';

/** @throws CliFailed when the file is not the one that is meant. */
export async function checkSha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected)
    throw new CliFailed(
      `What was fetched is not the file that was meant: its SHA-256 is ${actual}, not ${expected}. It is not used.`,
    );
}
