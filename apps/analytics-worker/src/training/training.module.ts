import { Module } from '@nestjs/common';
import { trainingQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { TrainingRepository } from './training.repository.js';
import { TrainingService } from './training.service.js';

@Module({
  providers: [TrainingService, TrainingRepository, provideProducer(trainingQueue)],
  exports: [TrainingService],
})
export class TrainingModule {}
