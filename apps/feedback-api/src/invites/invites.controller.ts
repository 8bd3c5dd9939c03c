import { Body, Controller, Param, Query, type StreamableFile } from '@nestjs/common';
import { createInvite, downloadInvites, listInvites, revokeInvite } from '@koi/contracts';
import type { CreateInviteBody, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
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

  @Route(downloadInvites)
  download(
    @Query({ schema: downloadInvites.query }) query: QueryOutputOf<typeof downloadInvites>,
  ): StreamableFile {
    return csvDownload(
      'invites',
      [
        ...(['id', 'label', 'state', 'chatbots', 'createdAt', 'expiresAt', 'revokedAt'] as const),
        ...(['maxUses', 'uses', 'people', 'conversations', 'messagesToday'] as const),
        ...(['messagesPerDay', 'tokensPerDay', 'feedbackMode', 'consentText'] as const),
      ],
      everyItem((place) => this.invites.list({ ...query, ...place })),
    );
  }
}
