import { Injectable } from '@nestjs/common';
import type { MaintenanceTask } from '@koi/contracts';
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
        return this.ratings.refresh();
      case 'rebuild_ratings':
        return this.ratings.rebuild();
    }
  }
}
