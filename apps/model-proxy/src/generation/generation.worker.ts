import type { ModelProxyConfig } from '@koi/config';
import { generationQueue } from '@koi/contracts';
import type { GenerationJob, GenerationResult } from '@koi/contracts';
import type { JobContext } from '@koi/queues';
import { QueueWorker, type Handles } from '@koi/service';
import { GenerationService } from './generation.service.js';

/** Consumes `generation`: one job is one candidate's answer. Safe to run twice. */
@QueueWorker(generationQueue, {
  concurrency: (config: ModelProxyConfig) => config.KOI_GENERATION_CONCURRENCY,
  // Somebody is looking at the page: when a process dies, another takes over soon.
  lockDurationMs: 10_000,
})
export class GenerationWorker implements Handles<typeof generationQueue> {
  constructor(private readonly generation: GenerationService) {}

  handle({ candidateId }: GenerationJob, job: JobContext): Promise<GenerationResult> {
    return this.generation.generate(candidateId, job);
  }

  onDeadLetter({ candidateId }: GenerationJob, error: Error): Promise<void> {
    return this.generation.giveUp(candidateId, error);
  }
}
