import { probesQueue } from '@koi/contracts';
import type { ProbeJob, ProbeResult } from '@koi/contracts';
import type { JobContext } from '@koi/queues';
import { QueueWorker, type Handles } from '@koi/service';
import { ProbesService } from './probes.service.js';

/** Consumes `probes`: one job asks one model once. Run twice, it asks twice and changes nothing. */
@QueueWorker(probesQueue, { concurrency: 8 })
export class ProbesWorker implements Handles<typeof probesQueue> {
  constructor(private readonly probes: ProbesService) {}

  handle(job: ProbeJob, { signal }: JobContext): Promise<ProbeResult> {
    return this.probes.probe(job, signal);
  }
}
