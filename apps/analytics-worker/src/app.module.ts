import { Module } from '@nestjs/common';
import { DatasetsModule } from './datasets/datasets.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { RatingsModule } from './ratings/ratings.module.js';
import { RollupsModule } from './rollups/rollups.module.js';
import { TrainingModule } from './training/training.module.js';
import { TurnsModule } from './turns/turns.module.js';

@Module({
  imports: [
    RollupsModule,
    RatingsModule,
    DatasetsModule,
    TrainingModule,
    TurnsModule,
    MaintenanceModule,
  ],
})
export class AppModule {}
