import { Module } from '@nestjs/common';
import { datasetsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { DatasetStorage } from './dataset-storage.js';
import { AuditModule } from '../audit/audit.module.js';
import { DatasetsController } from './datasets.controller.js';
import { DatasetsRepository } from './datasets.repository.js';
import { DatasetsService } from './datasets.service.js';

@Module({
  imports: [AuditModule],
  controllers: [DatasetsController],
  providers: [DatasetsService, DatasetsRepository, DatasetStorage, provideProducer(datasetsQueue)],
  exports: [DatasetsRepository],
})
export class DatasetsModule {}
