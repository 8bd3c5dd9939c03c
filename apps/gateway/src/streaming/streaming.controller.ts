import { Controller, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { stopTurn, streamTurn } from '@koi/contracts';
import type { ParamsOf, TurnState } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { CONFIG, Route, openEventStream, OpenStreams } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { StreamingService } from './streaming.service.js';

@Controller()
export class StreamingController {
  constructor(
    private readonly streaming: StreamingService,
    private readonly open: OpenStreams,
    @Inject(CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Route(streamTurn)
  async events(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: streamTurn.params }) { turnId }: ParamsOf<typeof streamTurn>,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { turn, early } = await this.streaming.open(participant.id, turnId, lastEventId);
    reply.raw.once('close', () => early?.close());
    const session = await openEventStream(request, reply, {
      heartbeatSeconds: this.config.KOI_HEARTBEAT_SECONDS,
    });
    const signal = this.open.add(reply.raw);
    try {
      await this.streaming.follow(
        turn,
        { participantId: participant.id, lastEventId, early, signal },
        (event, id) => session.push(event, event.type, id),
      );
    } finally {
      this.open.end(reply.raw);
    }
  }

  @Route(stopTurn)
  stop(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: stopTurn.params }) { turnId }: ParamsOf<typeof stopTurn>,
  ): Promise<{ turnId: string; state: TurnState }> {
    return this.streaming.stop(participant.id, turnId);
  }
}
