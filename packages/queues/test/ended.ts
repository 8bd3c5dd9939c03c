import { waitFor } from '@koi/testing';
import type { JobRecord, Producer } from '../src/index.js';

/** The job once it is completed, or failed for good. */
export function ended(producer: Producer, jobId: string): Promise<JobRecord> {
  return waitFor(
    async () => {
      const job = await producer.find(jobId);
      return job && (job.state === 'completed' || job.state === 'failed') ? job : undefined;
    },
    { what: `the end of job ${jobId}` },
  );
}
