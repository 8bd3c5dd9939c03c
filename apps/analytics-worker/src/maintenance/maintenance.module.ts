import { Module } from '@nestjs/common';
import { maintenanceQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { DatasetsModule } from '../datasets/datasets.module.js';
import { ParticipantsModule } from '../participants/participants.module.js';
import { RatingsModule } from '../ratings/ratings.module.js';
import { RefusalsModule } from '../refusals/refusals.module.js';
import { RollupsModule } from '../rollups/rollups.module.js';
import { TrainingModule } from '../training/training.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { MaintenanceSchedule } from './maintenance-schedule.js';
import { MaintenanceService } from './maintenance.service.js';
import { NumbersUpkeep } from './numbers-upkeep.js';
import { MaintenanceWorker } from './maintenance.worker.js';

@Module({
  imports: [
    RollupsModule,
    TurnsModule,
    DatasetsModule,
    TrainingModule,
    ParticipantsModule,
    RatingsModule,
    RefusalsModule,
  ],
  providers: [
    MaintenanceWorker,
    MaintenanceService,
    NumbersUpkeep,
    MaintenanceSchedule,
    provideProducer(maintenanceQueue),
  ],
})
export class MaintenanceModule {}
