import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { enter, eraseMe, getMe } from '@koi/contracts';
import type { EnterBody, Participant, ResponseOf } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { CONFIG, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  clearParticipantCookie,
  readParticipantCookie,
  setParticipantCookie,
} from './participant-cookie.js';
import { CurrentParticipant } from './participant.guard.js';
import { ParticipantsService } from './participants.service.js';

@Controller()
export class ParticipantsController {
  constructor(
    private readonly participants: ParticipantsService,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Route(enter)
  async enter(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: enter.body }) body: EnterBody,
  ): Promise<Participant> {
    const known = readParticipantCookie(request);
    const participant = await this.participants.enter(known, body, request.ip);
    setParticipantCookie(reply, participant.id, this.config.KOI_SECURE_COOKIES);
    return participant;
  }

  @Route(getMe)
  async me(@Req() request: FastifyRequest): Promise<ResponseOf<typeof getMe>> {
    return { participant: await this.participants.find(readParticipantCookie(request)) };
  }

  @Route(eraseMe)
  async erase(
    @CurrentParticipant() participant: ParticipantEntity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.participants.erase(participant.id);
    clearParticipantCookie(reply, this.config.KOI_SECURE_COOKIES);
  }
}
