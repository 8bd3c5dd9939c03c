import type { TrainingRun } from '@koi/contracts/http';

type Times = Pick<TrainingRun, 'createdAt' | 'startedAt' | 'endedAt'>;

/** How long a run waited for a trainer and how long it worked, in milliseconds; unended ones count up to now. */
export function runTimes(
  { createdAt, startedAt, endedAt }: Times,
  now: Date,
): { waitedMs: number; workedMs: number | undefined } {
  const end = endedAt ? Date.parse(endedAt) : now.getTime();
  const start = startedAt ? Date.parse(startedAt) : undefined;
  return {
    waitedMs: Math.max(0, (start ?? end) - Date.parse(createdAt)),
    workedMs: start === undefined ? undefined : Math.max(0, end - start),
  };
}
