import type { DataSource, EntityManager } from 'typeorm';

/** What a repository needs to read and write: inside a transaction, or outside of one. */
export type Tx = EntityManager;

/** Opens transactions where a service can see what is atomic. */
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` in one READ COMMITTED transaction. */
  run<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(work);
  }

  /** Runs `work` on one unchanging view of the data. */
  snapshot<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction('REPEATABLE READ', work);
  }

  /** For reads that need no transaction. */
  get manager(): Tx {
    return this.dataSource.manager;
  }
}
