import { Injectable } from '@nestjs/common';
import {
  trainingQueue,
  type BodyOf,
  type listTrainingRuns,
  type QueryOutputOf,
  type ResponseOf,
  type startTrainingRun,
  type TrainingRun,
} from '@koi/contracts';
import { newId, Transactions } from '@koi/database';
import type { Producer } from '@koi/queues';
import { InjectProducer } from '@koi/service';
import { AuditService } from '../audit/audit.service.js';
import { DatasetNotReady, DatasetVersionNotFound } from '../datasets/datasets.errors.js';
import { DatasetsRepository } from '../datasets/datasets.repository.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { DatasetEmpty } from './training.errors.js';
import { TrainingRepository, type TrainingRunRow } from './training.repository.js';

/** Hands datasets to trainers. The job carries the progress; analytics-worker copies it into the run's row. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly runs: TrainingRepository,
    private readonly datasets: DatasetsRepository,
    private readonly audit: AuditService,
    @InjectProducer(trainingQueue) private readonly trainers: Producer<typeof trainingQueue>,
  ) {}

  /**
   * Stores a run and adds its job, whose id is the run's.
   *
   * @throws DatasetVersionNotFound, DatasetNotReady, DatasetEmpty; QueueUnavailable (503) when the job could not be
   * added. The run is stored all the same and stays `queued`: maintenance adds the job once the queue is back, so
   * asking again would train twice.
   */
  async start(
    actor: string,
    body: Required<BodyOf<typeof startTrainingRun>>,
  ): Promise<TrainingRun> {
    const { datasetVersionId, method, baseModel } = body;
    const version = await this.datasets.find(datasetVersionId);
    if (!version) throw new DatasetVersionNotFound();
    const { manifestUri, manifestSha256 } = version;
    if (version.state !== 'ready' || !manifestUri || !manifestSha256)
      throw new DatasetNotReady(version.state);
    if (!version.rows) throw new DatasetEmpty();

    const id = newId();
    const run = await this.transactions.run(async (tx) => {
      await this.audit.record(tx, {
        actor,
        action: 'created',
        subjectKind: 'training_run',
        subjectId: id,
        subjectName: `${method} on ${version.dataset} v${version.number}`,
        before: null,
        after: { method, baseModel },
      });
      return this.runs.insert(tx, { id, datasetVersionId: version.id, method, baseModel });
    });
    await this.trainers.add({
      version: 1,
      trainingRunId: id,
      datasetVersionId: version.id,
      manifestUri,
      manifestSha256,
      method,
      baseModel,
    });
    return toTrainingRun(run);
  }

  async list(
    query: QueryOutputOf<typeof listTrainingRuns>,
  ): Promise<ResponseOf<typeof listTrainingRuns>> {
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const found = await this.runs.page(after, query.limit + 1);
    const { rows, nextCursor } = pageOfRows(found, query.limit);
    return { items: rows.map(toTrainingRun), nextCursor };
  }
}

function toTrainingRun({ at: _, dataset, number, ...run }: TrainingRunRow): TrainingRun {
  return {
    ...run,
    datasetLabel: `${dataset} v${number}`,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
