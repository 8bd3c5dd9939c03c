import { Module } from '@nestjs/common';
import { analyticsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { FeedbackWorker } from './feedback.worker.js';

@Module({
  providers: [FeedbackWorker, FeedbackService, FeedbackRepository, provideProducer(analyticsQueue)],
})
export class FeedbackModule {}
