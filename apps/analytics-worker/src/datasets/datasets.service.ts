import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Inject, Injectable } from '@nestjs/common';
import { datasetsQueue, MANIFEST_FILE, type ResultOf } from '@koi/contracts';
import { Transactions, type Tx } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, LOGGER } from '@koi/service';
import { TrainingService } from '../training/training.service.js';
import { DatasetSourceRepository } from './dataset-source.repository.js';
import { DatasetStorage, type DatasetDraft } from './dataset-storage.js';
import { DatasetVersionFailed, DatasetVersionMissing } from './datasets.errors.js';
import { DatasetsRepository, type DatasetVersionRow } from './datasets.repository.js';
import { writeDataset, type WrittenDataset } from './write-dataset.js';

export type BuiltDataset = ResultOf<typeof datasetsQueue>;

/** A version without a job is left alone for so long: its job may be on its way. */
const GRACE_SECONDS = 30;

const NOT_TRAINED = 'Not handed to a trainer: no feedback gave a row to train on.';

/** Builds immutable dataset versions: one snapshot of Postgres, one directory, one update of the row. */
@Injectable()
export class DatasetsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly datasets: DatasetsRepository,
    private readonly source: DatasetSourceRepository,
    private readonly storage: DatasetStorage,
    private readonly training: TrainingService,
    @InjectProducer(datasetsQueue) private readonly builds: Producer<typeof datasetsQueue>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Builds a version, or returns what an earlier run has built. A build that was cut off is begun anew; of two at
   * once, the second waits for the first.
   *
   * @throws DatasetVersionMissing, DatasetVersionFailed; anything else is worth another try.
   */
  async build(id: string, signal: AbortSignal): Promise<BuiltDataset> {
    const built = await this.transactions.snapshot(async (tx) => {
      await this.datasets.lock(tx, id);
      // On another connection: what the row says after the wait, not in the snapshot.
      const version = await this.datasets.find(id);
      if (!version) throw new DatasetVersionMissing(id);
      if (version.state === 'failed') throw new DatasetVersionFailed(id);
      return earlier(version) ?? this.write(tx, version, signal);
    });
    // After the commit. If the process dies here, the job runs again and adds them again.
    await this.training.addJobs(id);
    return built;
  }

  /** Ends a version whose job has failed for good. */
  async giveUp(id: string, reason: string): Promise<void> {
    if (!(await this.datasets.markFailed(id, reason))) return;
    await this.storage.discard(id);
    this.logger.error({ datasetVersionId: id, reason }, 'dataset version failed');
  }

  /** Adds jobs that vanished, and ends versions whose job failed while nobody could write it down. */
  async sweep(graceSeconds = GRACE_SECONDS): Promise<number> {
    let touched = 0;
    for (const id of await this.datasets.open(graceSeconds)) {
      const job = await this.builds.find(id);
      if (job?.state === 'failed') await this.giveUp(id, job.failedReason ?? 'The build failed.');
      else if (!job || job.state === 'completed') await this.addAgain(id);
      else continue;
      touched += 1;
    }
    return touched;
  }

  /** A finished job keeps its id taken, so it goes first. */
  private async addAgain(id: string): Promise<void> {
    await this.builds.remove(id);
    await this.builds.add({ datasetVersionId: id });
    this.logger.warn(
      { datasetVersionId: id },
      'the job of a dataset version was gone; added again',
    );
  }

  private async write(
    tx: Tx,
    version: DatasetVersionRow,
    signal: AbortSignal,
  ): Promise<BuiltDataset> {
    await this.datasets.markBuilding(version.id);
    const draft = await this.storage.begin(version.id);
    try {
      const written = await writeDataset({
        tx,
        version,
        draft,
        signal,
        source: this.source,
        snapshotAt: await this.datasets.snapshotMoment(tx),
        onProgress: (done, total) => this.datasets.setProgress(version.id, done, total),
      });
      return await this.publish(version, draft, written);
    } catch (error) {
      await draft.discard();
      throw error;
    }
  }

  /** Files first, then the row: a row that says ready always has its files. */
  private async publish(
    version: DatasetVersionRow,
    draft: DatasetDraft,
    { manifest, manifestSha256 }: WrittenDataset,
  ): Promise<BuiltDataset> {
    await draft.publish();
    const path = join(this.storage.directory(version.id), MANIFEST_FILE);
    const manifestUri = pathToFileURL(path).href;
    const { rows, source: total } = manifest.counts;
    const train = version.train;
    const published = await this.transactions.run(async (tx) => {
      const ready = await this.datasets.markReady(tx, {
        id: version.id,
        rows,
        total,
        excluded: manifest.excluded,
        files: manifest.files,
        manifestUri,
        manifestSha256,
        snapshotAt: new Date(manifest.snapshot_at),
        note: train && rows === 0 ? NOT_TRAINED : null,
      });
      // In the same transaction, so that there is exactly one run, however often the job runs.
      if (ready && train && rows > 0) await this.training.insertRun(tx, version.id, train);
      return ready;
    });
    if (!published) {
      await this.storage.discard(version.id);
      throw new DatasetVersionFailed(version.id);
    }
    this.logger.info(
      { datasetVersionId: version.id, rows, excluded: manifest.excluded },
      'dataset version ready',
    );
    return { manifestUri, sha256: manifestSha256 };
  }
}

function earlier({
  state,
  manifestUri,
  manifestSha256,
}: DatasetVersionRow): BuiltDataset | undefined {
  return state === 'ready' && manifestUri && manifestSha256
    ? { manifestUri, sha256: manifestSha256 }
    : undefined;
}
