import type { Tx } from '../transactions.js';

/** What saving did to a row. Nothing when the row said so already. */
export type SaveOutcome = 'added' | 'changed' | undefined;

/** Who a row of configuration belongs to. */
export type ConfigurationSource = 'koi_yaml' | 'dashboard';

/** One row back: it was inserted or differed. No row: it was already so. `xmax = 0` tells an insert from an update. */
export async function upsert(tx: Tx, sql: string, values: unknown[]): Promise<SaveOutcome> {
  const [row] = await tx.query<{ inserted: boolean }[]>(sql, values);
  if (!row) return undefined;
  return row.inserted ? 'added' : 'changed';
}
