import { createHash } from 'node:crypto';
import { MANIFEST_FILE, type DatasetManifest } from '@koi/contracts';
import type { Tx } from '@koi/database';
import { preferencePairs, rawVotes, type DatasetFormat } from './dataset-formats.js';
import type { FeedbackOrigin } from './dataset-source.js';
import type { DatasetSourceRepository, Pathless } from './dataset-source.repository.js';
import type { DatasetDraft, DraftFile } from './dataset-storage.js';
import type { DatasetVersionRow } from './datasets.repository.js';
import { koiVersion } from './koi-version.js';

/** Source rows read at a time: with their conversations they are what is in memory. */
const BATCH = 200;

const PROGRESS_EVERY_MS = 500;

export interface DatasetWriting {
  /** Sees one unchanging state of the data. */
  readonly tx: Tx;
  readonly version: DatasetVersionRow;
  readonly draft: DatasetDraft;
  readonly source: DatasetSourceRepository;
  readonly snapshotAt: Date;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => Promise<void>;
}

export interface WrittenDataset {
  readonly manifest: DatasetManifest;
  readonly manifestSha256: string;
}

/** Writes the files of a version and its manifest. The same data and filter give the same bytes of rows. */
export async function writeDataset(writing: DatasetWriting): Promise<WrittenDataset> {
  const { tx, source, version } = writing;
  const content =
    version.kind === 'dpo'
      ? await writeRows(writing, preferencePairs(), (ids) => source.preferences(tx, ids))
      : await writeRows(writing, rawVotes(), (ids) => source.votes(tx, ids));
  const manifest: DatasetManifest = {
    schema_version: 1,
    koi_version: koiVersion,
    dataset: {
      name: version.dataset,
      kind: version.kind,
      version: version.number,
      version_id: version.id,
    },
    filter: version.filter,
    snapshot_at: writing.snapshotAt.toISOString(),
    ...content,
  };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const file = await writing.draft.create(MANIFEST_FILE);
  await file.write(text);
  await file.finish();
  return { manifest, manifestSha256: createHash('sha256').update(text).digest('hex') };
}

type Content = Pick<DatasetManifest, 'row_format' | 'counts' | 'excluded' | 'files'>;

async function writeRows<Source extends FeedbackOrigin, Row>(
  writing: DatasetWriting,
  format: DatasetFormat<Source, Row>,
  read: (ids: readonly string[]) => Promise<Pathless<Source>[]>,
): Promise<Content> {
  const file = await writing.draft.create(format.file);
  try {
    const excluded = await copyRows(writing, format, read, file);
    const written = await file.finish();
    const left = Object.values(excluded).reduce((sum, count) => sum + count, 0);
    return {
      row_format: format.rowFormat,
      counts: { source: written.rows + left, rows: written.rows, excluded: left },
      excluded,
      files: [written],
    };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/** Returns how many source rows were left out, by reason, reasons in the order of the alphabet. */
async function copyRows<Source extends FeedbackOrigin, Row>(
  { tx, version, source, signal, onProgress }: DatasetWriting,
  format: DatasetFormat<Source, Row>,
  read: (ids: readonly string[]) => Promise<Pathless<Source>[]>,
  file: DraftFile,
): Promise<Record<string, number>> {
  const total = await source.count(tx, format.feedback, version.filter);
  await source.open(tx, format.feedback, version.filter);
  await onProgress(0, total);
  const excluded = new Map<string, number>();
  let [done, reportedAt] = [0, Date.now()];
  for (;;) {
    signal.throwIfAborted();
    const ids = await source.next(tx, BATCH);
    if (ids.length === 0) break;
    const batch = await read(ids);
    const paths = await source.paths(tx, [...new Set(batch.map(({ turnId }) => turnId))]);
    for (const pathless of batch) {
      const path = paths.get(pathless.turnId) ?? [];
      const outcome = format.toRow({ ...pathless, path } as unknown as Source);
      if (outcome.excluded === undefined) await file.append(outcome.row);
      else excluded.set(outcome.excluded, (excluded.get(outcome.excluded) ?? 0) + 1);
    }
    done += ids.length;
    if (Date.now() - reportedAt < PROGRESS_EVERY_MS) continue;
    await onProgress(done, total);
    reportedAt = Date.now();
  }
  return Object.fromEntries([...excluded].sort(([a], [b]) => (a < b ? -1 : 1)));
}
