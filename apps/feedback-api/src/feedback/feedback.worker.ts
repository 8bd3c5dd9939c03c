import { feedbackQueue } from '@koi/contracts';
import type { FeedbackJob, FeedbackResult } from '@koi/contracts';
import { QueueWorker, type Handles } from '@koi/service';
import { FeedbackService } from './feedback.service.js';

/** Consumes `feedback`: one job is one participant's command. Safe to run twice. */
@QueueWorker(feedbackQueue, { concurrency: 16 })
export class FeedbackWorker implements Handles<typeof feedbackQueue> {
  constructor(private readonly feedback: FeedbackService) {}

  handle(command: FeedbackJob): Promise<FeedbackResult> {
    return this.feedback.record(command);
  }
}
