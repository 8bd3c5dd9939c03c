import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files below a folder and their bytes; a folder that is not there is empty, and a file that goes meanwhile counts not. */
export async function folderSize(folder: string): Promise<{ files: number; bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(gone([]));
  let [files, bytes] = [0, 0];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(gone(undefined));
    if (!found) continue;
    files += 1;
    bytes += found.size;
  }
  return { files, bytes };
}

const gone =
  <Instead>(instead: Instead) =>
  (error: NodeJS.ErrnoException): Instead => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
