import { Inject, Injectable } from '@nestjs/common';
import { RECORDS_TOPIC, type MaintenanceTask } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import { RatingsService } from '../ratings/ratings.service.js';
import { RollupCheckService } from '../rollups/rollup-check.service.js';
import { RollupsService } from '../rollups/rollups.service.js';

/** The tasks that keep rollups and ratings right. */
export type NumbersTask = Extract<
  MaintenanceTask,
  'sweep_buckets' | 'check_rollups' | 'rebuild_rollups' | 'refresh_ratings' | 'rebuild_ratings'
>;

@Injectable()
export class NumbersUpkeep {
  constructor(
    private readonly rollups: RollupsService,
    private readonly rollupCheck: RollupCheckService,
    private readonly ratings: RatingsService,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns how much there was to do. */
  run(task: NumbersTask): Promise<number> {
    switch (task) {
      case 'sweep_buckets':
        return this.rollups.sweep();
      case 'check_rollups':
        return this.rollupCheck.checkIfDue(new Date());
      case 'rebuild_rollups':
        return this.rollups.rebuildAll();
      case 'refresh_ratings':
        return this.told(this.ratings.refresh());
      case 'rebuild_ratings':
        return this.told(this.ratings.rebuild());
    }
  }

  /** Tells the open leaderboards of new ratings; one that misses it asks by itself within a minute. */
  private async told(rating: Promise<number>): Promise<number> {
    const rated = await rating;
    if (rated > 0)
      this.relay
        .publish(RECORDS_TOPIC, {})
        .catch((err: unknown) => this.logger.warn({ err }, 'could not tell of new ratings'));
    return rated;
  }
}
