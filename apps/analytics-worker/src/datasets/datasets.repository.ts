import { Injectable } from '@nestjs/common';
import type { DatasetFile, DatasetKind } from '@koi/contracts';
import { DatasetVersionEntity, Transactions, type Tx } from '@koi/database';

/** A version with the name and kind of its dataset. */
export type DatasetVersionRow = DatasetVersionEntity & {
  readonly dataset: string;
  readonly kind: DatasetKind;
};

export interface ReadyVersion {
  readonly id: string;
  readonly rows: number;
  readonly excluded: Record<string, number>;
  readonly files: DatasetFile[];
  readonly manifestUri: string;
  readonly manifestSha256: string;
  readonly snapshotAt: Date;
  readonly total: number;
  readonly note: string | null;
}

@Injectable()
export class DatasetsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Waits for another build of this version, if one runs; released by the end of the transaction, or by a crash. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `dataset version ${id}`,
    ]);
  }

  /** The moment whose data the transaction sees. */
  async snapshotMoment(tx: Tx): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>(`select now() as now`);
    if (!row) throw new Error('Postgres did not tell the time.');
    return row.now;
  }

  async find(
    id: string,
    tx: Tx = this.transactions.manager,
  ): Promise<DatasetVersionRow | undefined> {
    const version = await tx.findOneBy(DatasetVersionEntity, { id });
    if (!version) return undefined;
    const [dataset] = await tx.query<{ dataset: string; kind: DatasetKind }[]>(
      `select name as dataset, kind from dataset where id = $1`,
      [version.datasetId],
    );
    return dataset && { ...version, ...dataset };
  }

  async markBuilding(id: string): Promise<void> {
    await this.transactions.manager.query(
      `update dataset_version set state = 'building', error = null, progress_done = null, progress_total = null
       where id = $1 and state in ('queued', 'building')`,
      [id],
    );
  }

  /** On a connection of its own, so that it is seen while the build's transaction runs. */
  async setProgress(id: string, done: number, total: number): Promise<void> {
    await this.transactions.manager.query(
      `update dataset_version set progress_done = $2, progress_total = $3 where id = $1 and state = 'building'`,
      [id, done, total],
    );
  }

  /** From building to ready in one update; false when it is no longer being built. */
  async markReady(tx: Tx, version: ReadyVersion): Promise<boolean> {
    const [, updated] = await tx.query<[unknown, number]>(
      `update dataset_version
       set state = 'ready', rows = $2, excluded = $3, files = $4, manifest_uri = $5, manifest_sha256 = $6,
           snapshot_at = $7, progress_done = $8, progress_total = $8, error = $9, ended_at = now()
       where id = $1 and state = 'building'`,
      [
        version.id,
        version.rows,
        JSON.stringify(version.excluded),
        JSON.stringify(version.files),
        version.manifestUri,
        version.manifestSha256,
        version.snapshotAt,
        version.total,
        version.note,
      ],
    );
    return updated === 1;
  }

  /** Ends a version that cannot be built; nothing happens to one that is ready. */
  async markFailed(id: string, error: string): Promise<boolean> {
    const [, updated] = await this.transactions.manager.query<[unknown, number]>(
      `update dataset_version set state = 'failed', error = $2, ended_at = now()
       where id = $1 and state in ('queued', 'building')`,
      [id, error],
    );
    return updated === 1;
  }

  /** Versions that have waited or been built for longer than `seconds`. */
  async open(seconds: number): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(
      `select id from dataset_version
       where state in ('queued', 'building') and created_at < now() - make_interval(secs => $1)
       order by created_at, id`,
      [seconds],
    );
    return rows.map(({ id }) => id);
  }
}
