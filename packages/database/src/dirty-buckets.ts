import type { Tx } from './transactions.js';

/**
 * Says that the rollups of these moments' minutes are out of date. Call it in the transaction of the change; after
 * the commit nudge the `analytics` queue.
 */
export async function markDirty(
  tx: Tx,
  moments: readonly (Date | null | undefined)[],
): Promise<void> {
  const given = moments.filter((moment) => moment instanceof Date);
  if (given.length === 0) return;
  await tx.query(
    `insert into dirty_bucket (bucket) select distinct date_trunc('minute', moment, 'UTC') from unnest($1::timestamptz[]) moment`,
    [given],
  );
}
