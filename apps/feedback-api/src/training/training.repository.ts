import { Injectable } from '@nestjs/common';
import { Transactions, TrainingRunEntity, type Tx } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

/** A run with what names its dataset; `at` is its place in the order. */
export type TrainingRunRow = TrainingRunEntity &
  Keyset & { readonly dataset: string; readonly number: number };

const SELECT = `
  select r.id, ${keysetMoment('r.created_at')} as at, r.dataset_version_id as "datasetVersionId", d.name as dataset,
         v.number, r.method, r.base_model as "baseModel", r.state, r.progress, r.message, r.metrics,
         r.model_version as "modelVersion", r.error, r.created_at as "createdAt", r.started_at as "startedAt",
         r.ended_at as "endedAt"
  from training_run r join dataset_version v on v.id = r.dataset_version_id join dataset d on d.id = v.dataset_id`;

@Injectable()
export class TrainingRepository {
  constructor(private readonly transactions: Transactions) {}

  async insert(
    tx: Tx,
    run: Pick<TrainingRunEntity, 'id' | 'datasetVersionId' | 'method' | 'baseModel'>,
  ): Promise<TrainingRunRow> {
    await tx.insert(TrainingRunEntity, run);
    const [row] = await tx.query<TrainingRunRow[]>(`${SELECT} where r.id = $1`, [run.id]);
    if (!row) throw new Error('The run was inserted a moment ago.');
    return row;
  }

  /** The latest runs before `after`, at most `limit`. */
  page(after: Keyset | undefined, limit: number): Promise<TrainingRunRow[]> {
    return this.transactions.manager.query<TrainingRunRow[]>(
      `${SELECT}
       where $1::timestamptz is null or (r.created_at, r.id) < ($1, $2::uuid)
       order by r.created_at desc, r.id desc limit $3`,
      [after?.at ?? null, after?.id ?? null, limit],
    );
  }
}
