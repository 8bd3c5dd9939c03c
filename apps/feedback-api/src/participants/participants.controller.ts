import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  eraseParticipantRecord,
  getParticipant,
  listErasures,
  listParticipantConversations,
  listParticipants,
  setParticipantExclusion,
} from '@koi/contracts';
import type { BodyOf, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { Actor } from '../audit/actor.decorator.js';
import { ParticipantsService } from './participants.service.js';

@Controller()
export class ParticipantsController {
  constructor(private readonly participants: ParticipantsService) {}

  @Route(listParticipants)
  list(
    @Query({ schema: listParticipants.query }) query: QueryOutputOf<typeof listParticipants>,
  ): Promise<ResponseOf<typeof listParticipants>> {
    return this.participants.list(query);
  }

  @Route(getParticipant)
  get(
    @Param({ schema: getParticipant.params }) { participantId }: ParamsOf<typeof getParticipant>,
  ): Promise<ResponseOf<typeof getParticipant>> {
    return this.participants.get(participantId);
  }

  @Route(listParticipantConversations)
  conversations(
    @Param({ schema: listParticipantConversations.params })
    { participantId }: ParamsOf<typeof listParticipantConversations>,
    @Query({ schema: listParticipantConversations.query })
    query: QueryOutputOf<typeof listParticipantConversations>,
  ): Promise<ResponseOf<typeof listParticipantConversations>> {
    return this.participants.conversations(participantId, query);
  }

  @Route(setParticipantExclusion)
  exclude(
    @Actor() actor: string,
    @Param({ schema: setParticipantExclusion.params })
    { participantId }: ParamsOf<typeof setParticipantExclusion>,
    @Body({ schema: setParticipantExclusion.body })
    { excluded }: BodyOf<typeof setParticipantExclusion>,
  ): Promise<ResponseOf<typeof setParticipantExclusion>> {
    return this.participants.setExcluded(actor, participantId, excluded);
  }

  @Route(eraseParticipantRecord)
  erase(
    @Actor() actor: string,
    @Param({ schema: eraseParticipantRecord.params })
    { participantId }: ParamsOf<typeof eraseParticipantRecord>,
  ): Promise<void> {
    return this.participants.erase(actor, participantId);
  }

  @Route(listErasures)
  erasures(
    @Param({ schema: listErasures.params }) { datasetVersionId }: ParamsOf<typeof listErasures>,
    @Query({ schema: listErasures.query }) query: QueryOutputOf<typeof listErasures>,
  ): Promise<ResponseOf<typeof listErasures>> {
    return this.participants.erasures(datasetVersionId, query);
  }
}
