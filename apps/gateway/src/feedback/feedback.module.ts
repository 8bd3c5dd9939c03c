import { Module } from '@nestjs/common';
import { feedbackQueue } from '@koi/contracts';
import { provideRequester } from '@koi/service';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';

@Module({
  controllers: [FeedbackController],
  providers: [FeedbackService, FeedbackRepository, provideRequester(feedbackQueue)],
  exports: [FeedbackService],
})
export class FeedbackModule {}
