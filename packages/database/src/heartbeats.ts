import type { ServiceHeartbeatEntity } from './entities/service-heartbeat.entity.js';
import type { Tx } from './transactions.js';

/** Milliseconds between two signs of life of a process. */
export const HEARTBEAT_MS = 15_000;

/** Says that a process runs, and what it has done. */
export async function beat(
  tx: Tx,
  {
    id,
    service,
    queues,
  }: {
    readonly id: string;
    readonly service: string;
    readonly queues: ServiceHeartbeatEntity['queues'];
  },
): Promise<void> {
  await tx.query(
    `insert into service_heartbeat (id, service, node_version, queues) values ($1, $2, $3, $4)
     on conflict (id) do update set seen_at = now(), queues = excluded.queues`,
    [id, service, process.version, JSON.stringify(queues)],
  );
}

/** Takes a process off the list, and those that have not been heard of for a day. */
export async function stopBeating(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `delete from service_heartbeat where id = $1 or seen_at < now() - interval '1 day'`,
    [id],
  );
}
