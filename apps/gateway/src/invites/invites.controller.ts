import { Body, Controller, Inject, Ip, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { lookAtInvite, redeemInvite } from '@koi/contracts';
import type { BodyOf, InviteView, RedeemInviteBody, ResponseOf } from '@koi/contracts';
import { CONFIG, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readParticipantCookie, setParticipantCookie } from '../participants/participant-cookie.js';
import { InvitesService } from './invites.service.js';

@Controller()
export class InvitesController {
  constructor(
    private readonly invites: InvitesService,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Route(lookAtInvite)
  view(
    @Req() request: FastifyRequest,
    @Ip() address: string,
    @Body({ schema: lookAtInvite.body }) { token }: BodyOf<typeof lookAtInvite>,
  ): Promise<InviteView> {
    return this.invites.view(readParticipantCookie(request), token, address);
  }

  @Route(redeemInvite)
  async redeem(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Ip() address: string,
    @Body({ schema: redeemInvite.body }) body: RedeemInviteBody,
  ): Promise<ResponseOf<typeof redeemInvite>> {
    const redeemed = await this.invites.redeem(readParticipantCookie(request), body, address);
    setParticipantCookie(reply, redeemed.participant.id, this.config.KOI_SECURE_COOKIES);
    return redeemed;
  }
}
