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

  /**
   * Runs one read of many rows. The planner is told what today's disks and caches are like: rows anywhere cost little more
   * than rows in a row, so an index that has the wanted order is walked instead of everything being read and sorted.
   */
  survey<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(async (tx) => {
      await tx.query(SURVEY);
      return work(tx);
    });
  }

  /** For reads that need no transaction. */
  get manager(): Tx {
    return this.dataSource.manager;
  }
}

const SURVEY = `
  select set_config('transaction_read_only', 'on', true), set_config('random_page_cost', '1.1', true),
         set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
         set_config('max_parallel_workers_per_gather', '0', true)`;
