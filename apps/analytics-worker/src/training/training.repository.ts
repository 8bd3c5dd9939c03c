import { Injectable } from '@nestjs/common';
import type { TrainingJob } from '@koi/contracts';
import { Transactions, TrainingRunEntity, type Tx } from '@koi/database';
import type { OpenRun, RunChange } from './run-change.js';

@Injectable()
export class TrainingRepository {
  constructor(private readonly transactions: Transactions) {}

  async insert(
    tx: Tx,
    run: Pick<TrainingRunEntity, 'id' | 'datasetVersionId' | 'method' | 'baseModel'>,
  ): Promise<void> {
    await tx.insert(TrainingRunEntity, run);
  }

  /** Queued and running runs, the oldest first. */
  open(): Promise<OpenRun[]> {
    return this.transactions.manager.query<OpenRun[]>(
      `select id, state, progress, message, metrics, started_at as "startedAt", created_at as "createdAt"
       from training_run where state in ('queued', 'running') order by created_at, id`,
    );
  }

  /** What the job of a queued run has to say; `undefined` when it is no longer queued. */
  async job(runId: string): Promise<TrainingJob | undefined> {
    const [job] = await this.jobs(`r.id = $1`, runId);
    return job;
  }

  /** The jobs of a version's queued runs. */
  jobsOfVersion(datasetVersionId: string): Promise<TrainingJob[]> {
    return this.jobs(`r.dataset_version_id = $1`, datasetVersionId);
  }

  private jobs(condition: string, id: string): Promise<TrainingJob[]> {
    return this.transactions.manager.query<TrainingJob[]>(
      `select 1 as version, r.id as "trainingRunId", v.id as "datasetVersionId", v.manifest_uri as "manifestUri",
              v.manifest_sha256 as "manifestSha256", r.method, r.base_model as "baseModel"
       from training_run r join dataset_version v on v.id = r.dataset_version_id
       where r.state = 'queued' and v.state = 'ready' and ${condition} order by r.id`,
      [id],
    );
  }

  /** Writes a change to a run that is still open; false when it has ended meanwhile. */
  async change(id: string, change: RunChange): Promise<boolean> {
    const { affected } = await this.transactions.manager
      .createQueryBuilder()
      .update(TrainingRunEntity)
      .set(change)
      .where(`id = :id and state in ('queued', 'running')`, { id })
      .execute();
    return affected === 1;
  }
}
