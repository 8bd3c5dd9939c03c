import { Controller, Req } from '@nestjs/common';
import { getPrivacy, type PrivacyNotice } from '@koi/contracts';
import { Route } from '@koi/service';
import type { FastifyRequest } from 'fastify';
import { readParticipantCookie } from '../participants/participant-cookie.js';
import { PrivacyService } from './privacy.service.js';

@Controller()
export class PrivacyController {
  constructor(private readonly privacy: PrivacyService) {}

  @Route(getPrivacy)
  notice(@Req() request: FastifyRequest): Promise<PrivacyNotice> {
    return this.privacy.notice(readParticipantCookie(request));
  }
}
