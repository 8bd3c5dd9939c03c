import { Body, Controller, Param, Query } from '@nestjs/common';
import { createInvite, listInvites, revokeInvite } from '@koi/contracts';
import type { CreateInviteBody, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { Actor } from '../audit/actor.decorator.js';
import { InvitesService } from './invites.service.js';

@Controller()
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Route(listInvites)
  list(
    @Query({ schema: listInvites.query }) query: QueryOutputOf<typeof listInvites>,
  ): Promise<ResponseOf<typeof listInvites>> {
    return this.invites.list(query);
  }

  @Route(createInvite)
  create(
    @Actor() actor: string,
    @Body({ schema: createInvite.body }) body: CreateInviteBody,
  ): Promise<ResponseOf<typeof createInvite>> {
    return this.invites.create(actor, body);
  }

  @Route(revokeInvite)
  revoke(
    @Actor() actor: string,
    @Param({ schema: revokeInvite.params }) { inviteId }: ParamsOf<typeof revokeInvite>,
  ): Promise<void> {
    return this.invites.revoke(actor, inviteId);
  }
}
