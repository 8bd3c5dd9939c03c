import { trainingQueue } from '@koi/contracts';
import type { Connection } from './connect.js';
import { train } from './train.js';

export interface Trainer {
  /** Takes no more jobs and waits for the one it has. */
  stop(): Promise<void>;
}

export interface TrainerOptions {
  readonly print: (text: string) => void;
  readonly stepMs?: number;
  /** Called after each job, whether it has ended well or not. */
  readonly onEnded?: () => void;
}

/** Takes training jobs, one at a time, until it is stopped. */
export async function startTrainer(
  connection: Connection,
  { print, stepMs = 400, onEnded }: TrainerOptions,
): Promise<Trainer> {
  const worker = connection.worker(
    trainingQueue.name,
    async (job) => {
      // koi may add fields for its own use beside the payload: parse what is documented, ignore the rest.
      const payload = trainingQueue.payload.parse(job.data);
      return train(payload, {
        print,
        stepMs,
        report: (progress) => job.updateProgress(progress),
      });
    },
    // A job whose trainer died is given to another, as often as it takes; the default gives up the second time.
    { concurrency: 1, maxStalledCount: 20 },
  );
  worker.on('error', (error) => print(`The queue: ${error.message}`));
  worker.on('failed', (job, error) => {
    print(`Job ${job?.id ?? ''} failed: ${error.message}`);
    onEnded?.();
  });
  worker.on('completed', (job) => {
    print(`Job ${job.id ?? ''} completed: ${JSON.stringify(job.returnvalue)}`);
    onEnded?.();
  });
  await worker.waitUntilReady();
  return {
    async stop() {
      await worker.close();
      await connection.close();
    },
  };
}
