import type { TrainingJob, TrainingProgress, TrainingResult } from '@koi/contracts';
import { checkFiles, openDataset, rowsOf } from './read-dataset.js';
import { Summary } from './summary.js';

export interface Training {
  /** Tells koi how far it is; the dashboard shows it. */
  readonly report: (progress: TrainingProgress) => Promise<void>;
  readonly print: (text: string) => void;
  /** Milliseconds a pretended step takes. */
  readonly stepMs: number;
}

const STEPS = 5;

/**
 * What a real trainer does, with the training itself left out: check the files, read them, report each step, and name
 * the model that came out.
 *
 * @throws DatasetDamaged when the files are not what the job promised.
 */
export async function train(job: TrainingJob, training: Training): Promise<TrainingResult> {
  const { report, print, stepMs } = training;
  const dataset = await openDataset(job);
  await report({ fraction: 0, message: 'checking the files' });
  await checkFiles(dataset);
  await report({ fraction: 0.1, message: 'reading the rows' });
  const summary = new Summary(dataset.manifest);
  for await (const row of rowsOf(dataset)) summary.add(row);
  print(summary.text(job));

  for (let step = 1; step <= STEPS; step++) {
    // Here a real trainer trains.
    await new Promise((resolve) => setTimeout(resolve, stepMs));
    await report({
      fraction: 0.1 + (0.9 * step) / STEPS,
      message: `step ${step} of ${STEPS} (pretended)`,
      metrics: { step },
    });
  }
  return { modelVersion: modelVersion(job), metrics: summary.metrics };
}

/** Names the base model, and the run it came out of. */
const modelVersion = ({ baseModel, trainingRunId }: TrainingJob): string =>
  `${baseModel}-koi-${trainingRunId.slice(-8)}`;
