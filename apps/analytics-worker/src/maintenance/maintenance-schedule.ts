import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { maintenanceQueue, type MaintenanceTask } from '@koi/contracts';
import type { Producer } from '@koi/queues';
import { InjectProducer } from '@koi/service';

/** Milliseconds between two runs of each task that comes round by itself. */
const EVERY_MS: Partial<Record<MaintenanceTask, number>> = {
  watch_training: 2_000,
  sweep_buckets: 10_000,
  sweep_turns: 15_000,
  sweep_datasets: 30_000,
  erase_inactive: 3_600_000,
  refresh_ratings: 30_000,
  check_rollups: 900_000,
  forget_refusals: 3_600_000,
};

/**
 * Puts the schedules into the queue when the service starts. They live there, so with several workers each task still
 * comes round once; the task is its schedule's id, so a start changes a schedule and never adds a second.
 */
@Injectable()
export class MaintenanceSchedule implements OnApplicationBootstrap {
  constructor(
    @InjectProducer(maintenanceQueue) private readonly queue: Producer<typeof maintenanceQueue>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const [task, everyMs] of Object.entries(EVERY_MS) as [MaintenanceTask, number][])
      await this.queue.schedule(task, everyMs, { task });
  }
}
