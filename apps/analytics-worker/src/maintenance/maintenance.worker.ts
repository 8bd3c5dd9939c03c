import { maintenanceQueue } from '@koi/contracts';
import type { MaintenanceJob, ResultOf } from '@koi/contracts';
import { QueueWorker, type Handles } from '@koi/service';
import { MaintenanceService } from './maintenance.service.js';

/** Consumes `maintenance`. Several at a time, so that a long sweep holds up no other task. */
@QueueWorker(maintenanceQueue, { concurrency: 4 })
export class MaintenanceWorker implements Handles<typeof maintenanceQueue> {
  constructor(private readonly maintenance: MaintenanceService) {}

  async handle({ task }: MaintenanceJob): Promise<ResultOf<typeof maintenanceQueue>> {
    return { touched: await this.maintenance.run(task) };
  }
}
