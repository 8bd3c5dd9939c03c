import { Module } from '@nestjs/common';
import { trainingQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { AuditModule } from '../audit/audit.module.js';
import { DatasetsModule } from '../datasets/datasets.module.js';
import { TrainingController } from './training.controller.js';
import { TrainingRepository } from './training.repository.js';
import { TrainingService } from './training.service.js';

@Module({
  imports: [AuditModule, DatasetsModule],
  controllers: [TrainingController],
  providers: [TrainingService, TrainingRepository, provideProducer(trainingQueue)],
})
export class TrainingModule {}
