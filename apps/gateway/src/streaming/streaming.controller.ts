import { Controller, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { stopTurn, streamTurn } from '@koi/contracts';
import type { ParamsOf, TurnState } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { CONFIG, Route } from '@koi/service';
import { createSession } from 'better-sse';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { OpenStreams } from './open-streams.js';
import { StreamingService } from './streaming.service.js';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 1_000;

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
    const turn = await this.streaming.ownTurn(participant.id, turnId);
    const kept: Record<string, string | string[] | undefined> = {};
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      kept[name] = typeof value === 'number' ? String(value) : value;
    }
    reply.hijack();
    const session = await createSession(request.raw, reply.raw, {
      keepAlive: this.config.KOI_HEARTBEAT_SECONDS * 1_000,
      retry: RETRY_MS,
      // Proxies such as nginx must not collect events before they pass them on.
      headers: { ...kept, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    });
    const signal = this.open.add(reply.raw);
    try {
      await this.streaming.follow(
        turn,
        { participantId: participant.id, lastEventId, signal },
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
