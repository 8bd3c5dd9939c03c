import { Module } from '@nestjs/common';
import { LimitsModule } from '../limits/limits.module.js';
import { ParticipantsModule } from '../participants/participants.module.js';
import { InvitesController } from './invites.controller.js';
import { InvitesRepository } from './invites.repository.js';
import { InvitesService } from './invites.service.js';

@Module({
  imports: [ParticipantsModule, LimitsModule],
  controllers: [InvitesController],
  providers: [InvitesService, InvitesRepository],
})
export class InvitesModule {}
