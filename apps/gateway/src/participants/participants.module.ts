import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ParticipantGuard } from './participant.guard.js';
import { ParticipantsController } from './participants.controller.js';
import { ParticipantsRepository } from './participants.repository.js';
import { ParticipantsService } from './participants.service.js';

@Module({
  controllers: [ParticipantsController],
  providers: [
    ParticipantsService,
    ParticipantsRepository,
    { provide: APP_GUARD, useClass: ParticipantGuard },
  ],
})
export class ParticipantsModule {}
