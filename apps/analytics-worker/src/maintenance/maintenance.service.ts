import { Injectable } from '@nestjs/common';
import type { MaintenanceTask } from '@koi/contracts';
import { DatasetsService } from '../datasets/datasets.service.js';
import { RefusalsRepository } from '../refusals/refusals.repository.js';
import { RetentionService } from '../participants/retention.service.js';
import { TrainingService } from '../training/training.service.js';
import { TurnsService } from '../turns/turns.service.js';
import { NumbersUpkeep } from './numbers-upkeep.js';

/** Knows which feature does which task. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly numbers: NumbersUpkeep,
    private readonly turns: TurnsService,
    private readonly datasets: DatasetsService,
    private readonly training: TrainingService,
    private readonly retention: RetentionService,
    private readonly refusals: RefusalsRepository,
  ) {}

  /** Returns how much there was to do. Every task is safe to run twice, and twice at once. */
  run(task: MaintenanceTask): Promise<number> {
    switch (task) {
      case 'sweep_turns':
        return this.turns.sweep();
      case 'sweep_datasets':
        return this.datasets.sweep();
      case 'watch_training':
        return this.training.watch();
      case 'erase_inactive':
        return this.retention.eraseInactive();
      case 'forget_refusals':
        return this.refusals.forget();
      case 'sweep_buckets':
      case 'check_rollups':
      case 'rebuild_rollups':
      case 'refresh_ratings':
      case 'rebuild_ratings':
        return this.numbers.run(task);
    }
  }
}
