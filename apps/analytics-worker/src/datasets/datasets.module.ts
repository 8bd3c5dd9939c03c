import { Module } from '@nestjs/common';
import { datasetsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { TrainingModule } from '../training/training.module.js';
import { DatasetSourceRepository } from './dataset-source.repository.js';
import { DatasetStorage } from './dataset-storage.js';
import { DatasetsRepository } from './datasets.repository.js';
import { DatasetsService } from './datasets.service.js';
import { DatasetsWorker } from './datasets.worker.js';

@Module({
  imports: [TrainingModule],
  providers: [
    DatasetsWorker,
    DatasetsService,
    DatasetsRepository,
    DatasetSourceRepository,
    DatasetStorage,
    provideProducer(datasetsQueue),
  ],
  exports: [DatasetsService],
})
export class DatasetsModule {}
