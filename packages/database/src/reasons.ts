import type { ReasonSet, VersionedReasons } from '@koi/contracts';
import type { Tx } from './transactions.js';

/** The reasons of a chatbot as they are, or as they were in a version; `undefined` when there are none. */
export async function findReasons(
  tx: Tx,
  chatbotId: string,
  version?: number,
): Promise<VersionedReasons | undefined> {
  const [row] = await tx.query<{ version: number; reasons: ReasonSet }[]>(
    `select version, reasons from chatbot_reasons
     where chatbot_id = $1 and ($2::integer is null or version = $2) order by version desc limit 1`,
    [chatbotId, version ?? null],
  );
  return row && { ...row.reasons, version: row.version };
}

/**
 * Makes these the reasons of a chatbot: a new version when they differ from the latest, nothing when they do not. True
 * when there is a new one.
 */
export async function saveReasons(tx: Tx, chatbotId: string, reasons: ReasonSet): Promise<boolean> {
  // Two writers at once take turns, so that no version is given twice.
  await tx.query(`select 1 from chatbot where id = $1 for update`, [chatbotId]);
  const added = await tx.query<unknown[]>(
    `insert into chatbot_reasons (chatbot_id, version, reasons)
     select $1, coalesce(latest.version, 0) + 1, $2::jsonb
     from (values (1)) one left join lateral (
       select version, reasons from chatbot_reasons where chatbot_id = $1 order by version desc limit 1
     ) latest on true
     where latest.reasons is distinct from $2::jsonb
     returning version`,
    [chatbotId, JSON.stringify(reasons)],
  );
  return added.length > 0;
}
