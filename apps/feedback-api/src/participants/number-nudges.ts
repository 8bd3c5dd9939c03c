import { Inject, Injectable } from '@nestjs/common';
import {
  ANALYTICS_SLICE_MS,
  analyticsNudge,
  analyticsQueue,
  maintenanceQueue,
  stopTopic,
} from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Producer, Relay } from '@koi/queues';
import { InjectProducer, LOGGER, RELAY } from '@koi/service';

/** A nudge only makes the dashboard quick; for somebody who was active in more minutes than these the sweep does it. */
const MAX_NUDGES = 100;

/** Has the numbers follow when a participant leaves or enters them, and what is written for them stop. */
@Injectable()
export class NumberNudges {
  constructor(
    @InjectProducer(analyticsQueue) private readonly analytics: Producer<typeof analyticsQueue>,
    @InjectProducer(maintenanceQueue)
    private readonly maintenance: Producer<typeof maintenanceQueue>,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** After the commit. What is lost here the sweeps find: the marks stand in Postgres. */
  async send(minutes: readonly Date[], stopped: readonly string[]): Promise<void> {
    try {
      await Promise.all([
        ...stopped.map((turnId) => this.relay.publish(stopTopic(turnId), { turnId })),
        ...(minutes.length > 0 ? [this.maintenance.add({ task: 'rebuild_ratings' })] : []),
        ...minutes
          .slice(0, MAX_NUDGES)
          .map((minute) =>
            this.analytics.add(analyticsNudge(minute), { delayMs: ANALYTICS_SLICE_MS }),
          ),
      ]);
    } catch (error) {
      this.logger.error({ err: error }, 'cannot nudge rollups and ratings; the sweeps will do it');
    }
  }
}
