import { Module } from '@nestjs/common';
import { analyticsQueue, maintenanceQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { ParticipantsController } from './participants.controller.js';
import { ParticipantsRepository } from './participants.repository.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  controllers: [ParticipantsController],
  providers: [
    ParticipantsService,
    ParticipantsRepository,
    provideProducer(analyticsQueue),
    provideProducer(maintenanceQueue),
  ],
})
export class ParticipantsModule {}
