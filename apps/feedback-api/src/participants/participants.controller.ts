import { Body, Controller, Param, Query, type StreamableFile } from '@nestjs/common';
import {
  downloadParticipantConversations,
  downloadParticipants,
  eraseParticipantRecord,
  getParticipant,
  listErasures,
  listParticipantConversations,
  listParticipants,
  setParticipantExclusion,
} from '@koi/contracts';
import type {
  BodyOf,
  ParamsOf,
  ParticipantRecord,
  QueryOutputOf,
  ResponseOf,
} from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
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

  @Route(downloadParticipants)
  download(
    @Query({ schema: downloadParticipants.query })
    query: QueryOutputOf<typeof downloadParticipants>,
  ): StreamableFile {
    return csvDownload(
      'participants',
      [
        ...([
          'id',
          'kind',
          'language',
          'createdAt',
          'lastSeenAt',
          'excludedAt',
          'invites',
        ] as const),
        ...(['conversations', 'messages', 'votes', 'rankings'] as const),
      ],
      everyParticipant((place) => this.participants.list({ ...query, ...place })),
    );
  }

  @Route(downloadParticipantConversations)
  async downloadConversations(
    @Param({ schema: downloadParticipantConversations.params })
    { participantId }: ParamsOf<typeof downloadParticipantConversations>,
  ): Promise<StreamableFile> {
    // What is not there is said before the file begins.
    await this.participants.get(participantId);
    return csvDownload(
      'participant-conversations',
      ['id', 'chatbot', 'title', 'messages', 'createdAt', 'updatedAt', 'deletedAt'],
      everyItem((place) => this.participants.conversations(participantId, place)),
    );
  }
}

/** With the labels of their invites alone. */
async function* everyParticipant(
  list: Parameters<typeof everyItem<ParticipantRecord>>[0],
): AsyncGenerator<Omit<ParticipantRecord, 'invites'> & { invites: string[] }> {
  for await (const row of everyItem(list))
    yield { ...row, invites: row.invites.map(({ label }) => label) };
}
