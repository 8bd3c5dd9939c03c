import type { RECORDS_TOPIC, STATISTICS_TOPIC } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';

/**
 * Tells the open dashboards that something has changed, after its commit. Never rejects, and nobody need wait for it: a
 * dashboard that misses it asks by itself within a minute.
 */
export async function tellDashboards(
  topic: typeof STATISTICS_TOPIC | typeof RECORDS_TOPIC,
  relay: Pick<Relay, 'publish'>,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  try {
    await relay.publish(topic, {});
  } catch (err) {
    logger.warn({ err, topic }, 'could not tell the open dashboards of a change');
  }
}
