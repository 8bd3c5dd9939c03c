import { Inject, Injectable } from '@nestjs/common';
import { trainingQueue, type TrainingRequest } from '@koi/contracts';
import { newId, type Tx } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Producer } from '@koi/queues';
import { InjectProducer, LOGGER } from '@koi/service';
import { runChange, vanished, type OpenRun } from './run-change.js';
import { TrainingRepository } from './training.repository.js';

/** A run without a job is left alone for so long: its job may be on its way. */
const GRACE_MS = 30_000;

/** Hands versions to trainers, and copies what their jobs say into the runs' rows. Never removes a job. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly runs: TrainingRepository,
    @InjectProducer(trainingQueue) private readonly trainers: Producer<typeof trainingQueue>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Call it in the transaction that makes the version ready; after the commit `addJobs`. */
  async insertRun(tx: Tx, datasetVersionId: string, request: TrainingRequest): Promise<void> {
    await this.runs.insert(tx, { id: newId(), datasetVersionId, ...request });
  }

  /** Adds the jobs of a version's queued runs. Safe to run twice: a job's id is its run's. */
  async addJobs(datasetVersionId: string): Promise<void> {
    for (const job of await this.runs.jobsOfVersion(datasetVersionId)) await this.trainers.add(job);
  }

  /** Brings every open run up to date with its job; returns how many rows changed or jobs were added again. */
  async watch(now: Date = new Date()): Promise<number> {
    let touched = 0;
    for (const run of await this.runs.open()) if (await this.look(run, now)) touched += 1;
    return touched;
  }

  private async look(run: OpenRun, now: Date): Promise<boolean> {
    const job = await this.trainers.find(run.id);
    if (!job && run.state === 'queued') return this.addAgain(run, now);
    const change = job ? runChange(run, job, now) : vanished(now);
    if (!change || !(await this.runs.change(run.id, change))) return false;
    if (change.state !== run.state) {
      const { state, error, modelVersion } = change;
      this.logger.info({ trainingRunId: run.id, state, error, modelVersion }, 'training run moved');
    }
    return true;
  }

  /** No trainer has begun, so nothing is lost by adding the job once more. */
  private async addAgain(run: OpenRun, now: Date): Promise<boolean> {
    if (now.getTime() - run.createdAt.getTime() < GRACE_MS) return false;
    const job = await this.runs.job(run.id);
    if (!job) return false;
    await this.trainers.add(job);
    this.logger.warn({ trainingRunId: run.id }, 'the job of a training run was gone; added again');
    return true;
  }
}
