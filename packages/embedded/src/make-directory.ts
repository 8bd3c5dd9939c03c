import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and what is missing above it. Node's own recursive mkdir never returns where the file system
 * answers "no such file" to every mkdir, as /proc does.
 *
 * @throws the error of the file system.
 */
export function makeDirectory(path: string, mode = 0o755): void {
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeDirectory(parent);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
