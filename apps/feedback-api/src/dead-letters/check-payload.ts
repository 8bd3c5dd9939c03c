import type { AnyQueue, DeadLetter } from '@koi/contracts';

type Issues = DeadLetter['issues'];

/** Where a payload does not fit its queue; empty when it does. */
export function payloadIssues({ payload }: AnyQueue, given: unknown): Issues {
  const checked = payload.safeParse(given);
  return checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => ({
        path: path.map(String).join('.'),
        message,
      }));
}

/**
 * Why a payload cannot take the place of a dead letter's; empty when it can. It must fit the queue and stay the same
 * job: its id is what makes a second delivery harmless. Jobs of a schedule have ids of the schedule's own.
 */
export function mendIssues(queue: AnyQueue, jobId: string, given: unknown): Issues {
  const issues = payloadIssues(queue, given);
  if (issues.length > 0 || jobId.startsWith('repeat:')) return issues;
  const id = queue.jobId(queue.payload.parse(given));
  return id === jobId
    ? []
    : [{ path: '', message: `would be another job: its id would be ${id}, not ${jobId}` }];
}
