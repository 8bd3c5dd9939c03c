import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { analyticsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { AccessModule } from '../access/access.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { ParticipantDataController } from './participant-data.controller.js';
import { ParticipantDataRepository } from './participant-data.repository.js';
import { ParticipantDataService } from './participant-data.service.js';
import { ParticipantGuard } from './participant.guard.js';
import { ParticipantsController } from './participants.controller.js';
import { ParticipantsRepository } from './participants.repository.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  imports: [AccessModule, LimitsModule],
  controllers: [ParticipantsController, ParticipantDataController],
  providers: [
    ParticipantsService,
    ParticipantsRepository,
    ParticipantDataService,
    ParticipantDataRepository,
    provideProducer(analyticsQueue),
    { provide: APP_GUARD, useClass: ParticipantGuard },
  ],
  exports: [ParticipantsRepository],
})
export class ParticipantsModule {}
