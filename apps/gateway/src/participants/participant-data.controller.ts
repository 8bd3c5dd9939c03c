import { Readable } from 'node:stream';
import { Controller, Res, StreamableFile } from '@nestjs/common';
import { downloadMyData } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { Route } from '@koi/service';
import type { FastifyReply } from 'fastify';
import { CurrentParticipant } from './participant.guard.js';
import { ParticipantDataService } from './participant-data.service.js';

@Controller()
export class ParticipantDataController {
  constructor(private readonly data: ParticipantDataService) {}

  @Route(downloadMyData)
  download(
    @CurrentParticipant() participant: ParticipantEntity,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile {
    void reply.header('cache-control', 'no-store');
    const day = new Date().toISOString().slice(0, 10);
    return new StreamableFile(Readable.from(this.data.write(participant)), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="koi-my-data-${day}.json"`,
    });
  }
}
