import { Injectable } from '@nestjs/common';
import type { MaintenanceTask } from '@koi/contracts';
import { DatasetsService } from '../datasets/datasets.service.js';
import { RefusalsRepository } from '../refusals/refusals.repository.js';
import { RetentionService } from '../participants/retention.service.js';
import { RatingsService } from '../ratings/ratings.service.js';
import { RollupCheckService } from '../rollups/rollup-check.service.js';
import { RollupsService } from '../rollups/rollups.service.js';
import { TrainingService } from '../training/training.service.js';
import { TurnsService } from '../turns/turns.service.js';

/** Knows which feature does which task. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly rollups: RollupsService,
    private readonly rollupCheck: RollupCheckService,
    private readonly turns: TurnsService,
    private readonly datasets: DatasetsService,
    private readonly training: TrainingService,
    private readonly retention: RetentionService,
    private readonly ratings: RatingsService,
    private readonly refusals: RefusalsRepository,
  ) {}

  /** Returns how much there was to do. Every task is safe to run twice, and twice at once. */
  run(task: MaintenanceTask): Promise<number> {
    switch (task) {
      case 'sweep_buckets':
        return this.rollups.sweep();
      case 'sweep_turns':
        return this.turns.sweep();
      case 'sweep_datasets':
        return this.datasets.sweep();
      case 'watch_training':
        return this.training.watch();
      case 'erase_inactive':
        return this.retention.eraseInactive();
      case 'refresh_ratings':
        return this.ratings.refresh();
      case 'check_rollups':
        return this.rollupCheck.checkIfDue(new Date());
      case 'forget_refusals':
        return this.refusals.forget();
      case 'rebuild_rollups':
        return this.rollups.rebuildAll();
      case 'rebuild_ratings':
        return this.ratings.rebuild();
    }
  }
}
