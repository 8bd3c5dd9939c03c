import { datasetsQueue } from '@koi/contracts';
import type { DatasetsJob } from '@koi/contracts';
import type { JobContext } from '@koi/queues';
import { QueueWorker, type Handles } from '@koi/service';
import { DatasetsService, type BuiltDataset } from './datasets.service.js';

/** Consumes `datasets`: one job is one version. Safe to run twice: the row decides. */
// Somebody waits for the export: when a process dies, another begins it anew soon.
@QueueWorker(datasetsQueue, { concurrency: 1, lockDurationMs: 10_000 })
export class DatasetsWorker implements Handles<typeof datasetsQueue> {
  constructor(private readonly datasets: DatasetsService) {}

  handle({ datasetVersionId }: DatasetsJob, { signal }: JobContext): Promise<BuiltDataset> {
    return this.datasets.build(datasetVersionId, signal);
  }

  onDeadLetter({ datasetVersionId }: DatasetsJob, error: Error): Promise<void> {
    return this.datasets.giveUp(datasetVersionId, error.message);
  }
}
