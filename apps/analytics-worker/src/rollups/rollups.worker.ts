import { analyticsQueue } from '@koi/contracts';
import type { AnalyticsJob, ResultOf } from '@koi/contracts';
import { QueueWorker, type Handles } from '@koi/service';
import { RollupsService } from './rollups.service.js';

/** Consumes `analytics`: a nudge names a minute. Safe to run twice: what is dirty stands in Postgres. */
@QueueWorker(analyticsQueue, { concurrency: 4 })
export class RollupsWorker implements Handles<typeof analyticsQueue> {
  constructor(private readonly rollups: RollupsService) {}

  async handle({ minute }: AnalyticsJob): Promise<ResultOf<typeof analyticsQueue>> {
    const recomputed = await this.rollups.recompute(new Date(minute * 60_000));
    return { recomputed: recomputed ? 1 : 0 };
  }
}
