import { Module } from '@nestjs/common';
import { analyticsQueue, maintenanceQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { AuditModule } from '../audit/audit.module.js';
import { NumberNudges } from './number-nudges.js';
import { ParticipantsController } from './participants.controller.js';
import { ParticipantsRepository } from './participants.repository.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  imports: [AuditModule],
  controllers: [ParticipantsController],
  providers: [
    ParticipantsService,
    ParticipantsRepository,
    NumberNudges,
    provideProducer(analyticsQueue),
    provideProducer(maintenanceQueue),
  ],
})
export class ParticipantsModule {}
