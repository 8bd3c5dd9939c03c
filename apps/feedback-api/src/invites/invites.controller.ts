import { Body, Controller, Param, Query } from '@nestjs/common';
import { createInvite, listInvites, revokeInvite } from '@koi/contracts';
import type { CreateInviteBody, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
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
    @Body({ schema: createInvite.body }) body: CreateInviteBody,
  ): Promise<ResponseOf<typeof createInvite>> {
    return this.invites.create(body);
  }

  @Route(revokeInvite)
  revoke(
    @Param({ schema: revokeInvite.params }) { inviteId }: ParamsOf<typeof revokeInvite>,
  ): Promise<void> {
    return this.invites.revoke(inviteId);
  }
}
