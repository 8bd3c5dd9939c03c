import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** SQLSTATEs of what Postgres has undone although nothing was wrong with it: a deadlock, or no serial order. */
const UNDONE = new Set(['40P01', '40001']);

const TRIES = 5;
const MOST_PAUSE_MS = 50;

/**
 * A pool for BullMQ, whose every query is one statement and a transaction of its own: what Postgres has undone by no fault
 * of it is run again. BullMQ would fail the job, though its handler may have done its work.
 */
export function queuePool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  const once = pool.query.bind(pool) as (...given: unknown[]) => Promise<unknown>;
  const again = async (...given: unknown[]): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await once(...given);
      } catch (error) {
        if (attempt === TRIES || !UNDONE.has((error as { code?: string }).code ?? '')) throw error;
        await sleep(Math.random() * MOST_PAUSE_MS);
      }
  };
  return Object.assign(pool, { query: again as typeof pool.query });
}

/** Writes to the log and waits for the disk, and so for everything that was committed before. */
export const FLUSH = `
  begin; set local synchronous_commit = on; select pg_logical_emit_message(true, 'koi', ''); commit`;

/**
 * Runs `work` for all who ask at a time together. Who asks while it runs is served by the next run, since what matters to
 * them may have come too late for this one.
 */
export function together(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
