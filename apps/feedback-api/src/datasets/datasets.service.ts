import { Injectable } from '@nestjs/common';
import {
  datasetsQueue,
  type CreateDatasetBody,
  type DatasetFilter,
  type DatasetVersion,
  type listDatasetVersions,
  type QueryOutputOf,
  type ResponseOf,
} from '@koi/contracts';
import { newId, Transactions } from '@koi/database';
import { logContext } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, InvalidInput } from '@koi/service';
import { AuditService } from '../audit/audit.service.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { DatasetStorage, type StoredFile } from './dataset-storage.js';
import { DatasetFileNotFound, DatasetNotReady, DatasetVersionNotFound } from './datasets.errors.js';
import { DatasetsRepository, type DatasetVersionRow } from './datasets.repository.js';

export interface Download extends StoredFile {
  readonly fileName: string;
  readonly type: string;
}

const MANIFEST = 'manifest.json';

@Injectable()
export class DatasetsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly datasets: DatasetsRepository,
    private readonly storage: DatasetStorage,
    private readonly audit: AuditService,
    @InjectProducer(datasetsQueue) private readonly builds: Producer<typeof datasetsQueue>,
  ) {}

  /**
   * Stores what to build and adds the job that builds it.
   *
   * @throws QueueUnavailable (503) when the job could not be added. The version is stored all the same and stays
   * `queued`: maintenance adds the job once the queue is back, so asking again would build a second version.
   */
  async create(actor: string, body: CreateDatasetBody): Promise<DatasetVersion> {
    await this.checkFilter(body.filter);
    const id = newId();
    const version = await this.transactions.run(async (tx) => {
      const datasetId = await this.datasets.lockDataset(tx, body.dataset, body.kind);
      const number = await this.datasets.nextNumber(tx, datasetId);
      const { filter, train = null } = body;
      await this.datasets.insertVersion(tx, { id, datasetId, number, filter, train });
      await this.audit.record(tx, {
        actor,
        action: 'created',
        subjectKind: 'dataset_version',
        subjectId: id,
        subjectName: `${body.dataset} v${number}`,
        before: null,
        after: { kind: body.kind, filter, train },
      });
      return this.datasets.find(id, tx);
    });
    const { requestId } = logContext();
    await this.builds.add({ datasetVersionId: id, ...(requestId ? { requestId } : {}) });
    return toDatasetVersion(required(version));
  }

  async list(
    query: QueryOutputOf<typeof listDatasetVersions>,
  ): Promise<ResponseOf<typeof listDatasetVersions>> {
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const found = await this.datasets.page(after, query.limit + 1);
    const { rows, nextCursor } = pageOfRows(found, query.limit);
    return { items: rows.map(toDatasetVersion), nextCursor };
  }

  /** @throws DatasetVersionNotFound */
  async get(id: string): Promise<DatasetVersion> {
    return toDatasetVersion(required(await this.datasets.find(id)));
  }

  /** @throws DatasetVersionNotFound, DatasetNotReady, DatasetFileNotFound: only files the version lists leave. */
  async download(id: string, file: string): Promise<Download> {
    const version = required(await this.datasets.find(id));
    if (version.state !== 'ready') throw new DatasetNotReady(version.state);
    const listed = file === MANIFEST || version.files.some(({ name }) => name === file);
    const stored = listed ? await this.storage.open(version.id, file) : undefined;
    if (!stored) throw new DatasetFileNotFound(file);
    return {
      ...stored,
      fileName: `${version.dataset}-v${version.number}-${file}`,
      type: file.endsWith('.json') ? 'application/json' : 'application/x-ndjson',
    };
  }

  /** Says at once what would otherwise come back as an empty dataset. */
  private async checkFilter({ chatbot, from, to }: DatasetFilter): Promise<void> {
    if (from && to && new Date(from) >= new Date(to))
      throw new InvalidInput([{ path: 'filter.to', message: 'must be later than from' }]);
    if (chatbot && !(await this.datasets.hasChatbot(chatbot)))
      throw new InvalidInput([{ path: 'filter.chatbot', message: `there is no "${chatbot}"` }]);
  }
}

function required(version: DatasetVersionRow | undefined): DatasetVersionRow {
  if (!version) throw new DatasetVersionNotFound();
  return version;
}

function toDatasetVersion(row: DatasetVersionRow): DatasetVersion {
  const { progressDone: done, progressTotal: total } = row;
  return {
    id: row.id,
    dataset: row.dataset,
    number: row.number,
    kind: row.kind,
    filter: row.filter,
    state: row.state,
    progress: done === null || total === null ? null : { done, total },
    rows: row.rows,
    excluded: row.excluded,
    files: row.files,
    manifestSha256: row.manifestSha256,
    snapshotAt: row.snapshotAt?.toISOString() ?? null,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
