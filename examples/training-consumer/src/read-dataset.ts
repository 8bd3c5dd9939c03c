import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { datasetManifest, type DatasetManifest, type TrainingJob } from '@koi/contracts';

/** The files are not what the job promised; training on them would be training on something else. */
class DatasetDamaged extends Error {
  override readonly name = 'DatasetDamaged';
}

export interface Dataset {
  readonly manifest: DatasetManifest;
  readonly directory: string;
}

/**
 * Reads the manifest a job names, and checks that its bytes are the promised ones.
 *
 * @throws DatasetDamaged when they are not.
 */
export async function openDataset(
  job: Pick<TrainingJob, 'manifestUri' | 'manifestSha256'>,
): Promise<Dataset> {
  if (!job.manifestUri.startsWith('file:'))
    throw new DatasetDamaged(`This trainer reads file: URIs only, not ${job.manifestUri}.`);
  const path = fileURLToPath(job.manifestUri);
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== job.manifestSha256)
    throw new DatasetDamaged(`${path} has the sha256 ${sha256}, not ${job.manifestSha256}.`);
  return {
    manifest: datasetManifest.parse(JSON.parse(bytes.toString('utf8'))),
    directory: dirname(path),
  };
}

/**
 * Checks every file against the manifest, reading each once.
 *
 * @throws DatasetDamaged for the first that differs.
 */
export async function checkFiles({ manifest, directory }: Dataset): Promise<void> {
  for (const file of manifest.files) {
    if (basename(file.name) !== file.name)
      throw new DatasetDamaged(`"${file.name}" is not a bare file name.`);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(join(directory, file.name))) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
    const sha256 = hash.digest('hex');
    if (sha256 !== file.sha256 || bytes !== file.bytes)
      throw new DatasetDamaged(
        `${file.name} has ${bytes} bytes and the sha256 ${sha256}; the manifest says ${file.bytes} and ${file.sha256}.`,
      );
  }
}

/** The rows of all files, one after the other, without holding them in memory. */
export async function* rowsOf({ manifest, directory }: Dataset): AsyncGenerator<unknown> {
  for (const { name } of manifest.files) {
    const lines = createInterface({
      input: createReadStream(join(directory, name), 'utf8'),
      crlfDelay: Infinity,
    });
    for await (const line of lines) if (line !== '') yield JSON.parse(line) as unknown;
  }
}
