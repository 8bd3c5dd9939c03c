import { Injectable } from '@nestjs/common';
import type { DatasetKind } from '@koi/contracts';
import { DatasetVersionEntity, newId, Transactions, type Tx } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

/** A version with the name and kind of its dataset; `at` is its place in the order. */
export type DatasetVersionRow = DatasetVersionEntity &
  Keyset & { readonly dataset: string; readonly kind: DatasetKind };

export type NewVersion = Pick<
  DatasetVersionEntity,
  'id' | 'datasetId' | 'number' | 'filter' | 'train'
>;

const SELECT = `
  select v.id, ${keysetMoment('v.created_at')} as at, d.name as dataset, d.kind, v.dataset_id as "datasetId", v.number,
         v.filter, v.state, v.progress_done as "progressDone", v.progress_total as "progressTotal", v.rows, v.excluded,
         v.files, v.manifest_uri as "manifestUri", v.manifest_sha256 as "manifestSha256", v.snapshot_at as "snapshotAt",
         v.error, v.train, v.created_at as "createdAt", v.ended_at as "endedAt"
  from dataset_version v join dataset d on d.id = v.dataset_id`;

@Injectable()
export class DatasetsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Makes the dataset unless it is there, and locks it: numbers of its versions are given one after the other. */
  async lockDataset(tx: Tx, name: string, kind: DatasetKind): Promise<string> {
    await tx.query(
      `insert into dataset (id, name, kind) values ($1, $2, $3) on conflict (name, kind) do nothing`,
      [newId(), name, kind],
    );
    const [row] = await tx.query<{ id: string }[]>(
      `select id from dataset where name = $1 and kind = $2 for update`,
      [name, kind],
    );
    if (!row) throw new Error('The dataset was there a moment ago.');
    return row.id;
  }

  async nextNumber(tx: Tx, datasetId: string): Promise<number> {
    const [row] = await tx.query<{ next: number }[]>(
      `select coalesce(max(number), 0) + 1 as next from dataset_version where dataset_id = $1`,
      [datasetId],
    );
    return row?.next ?? 1;
  }

  async insertVersion(tx: Tx, version: NewVersion): Promise<void> {
    await tx.insert(DatasetVersionEntity, version);
  }

  async find(
    id: string,
    tx: Tx = this.transactions.manager,
  ): Promise<DatasetVersionRow | undefined> {
    const [row] = await tx.query<DatasetVersionRow[]>(`${SELECT} where v.id = $1`, [id]);
    return row;
  }

  /** The latest versions before `after`, at most `limit`. */
  page(after: Keyset | undefined, limit: number): Promise<DatasetVersionRow[]> {
    return this.transactions.manager.query<DatasetVersionRow[]>(
      `${SELECT}
       where $1::timestamptz is null or (v.created_at, v.id) < ($1, $2::uuid)
       order by v.created_at desc, v.id desc limit $3`,
      [after?.at ?? null, after?.id ?? null, limit],
    );
  }

  async hasChatbot(slug: string): Promise<boolean> {
    const rows = await this.transactions.manager.query<unknown[]>(
      `select from chatbot where slug = $1`,
      [slug],
    );
    return rows.length > 0;
  }
}
