import { Controller, Inject, Param, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { streamConversation, type ConversationEvent, type ParamsOf } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import type { Logger } from '@koi/observability';
import { CONFIG, LOGGER, Route, openEventStream, OpenStreams } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { ConversationEventsService } from './conversation-events.service.js';

@Controller()
export class ConversationEventsController {
  constructor(
    private readonly events: ConversationEventsService,
    private readonly open: OpenStreams,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(streamConversation)
  async stream(
    @CurrentParticipant() participant: ParticipantEntity,
    @Param({ schema: streamConversation.params })
    { conversationId }: ParamsOf<typeof streamConversation>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.events.mustBeOwn(participant.id, conversationId);
    const session = await openEventStream(request, reply, {
      heartbeatSeconds: this.config.KOI_HEARTBEAT_SECONDS,
    });
    const signal = this.open.add(reply.raw);
    let leave: (() => Promise<void>) | undefined;
    try {
      leave = await this.events.follow(conversationId, (event) => {
        if (!signal.aborted) session.push(event, event.type);
      });
      const listening: ConversationEvent = { type: 'listening' };
      if (!signal.aborted) session.push(listening, listening.type);
      await aborted(signal);
    } catch (err) {
      // Without the relay the stream ends, and the page comes back for it.
      this.logger.warn({ err, conversationId }, 'could not listen to a conversation');
    } finally {
      this.open.end(reply.raw);
      await leave?.().catch((err: unknown) =>
        this.logger.warn({ err, conversationId }, 'could not leave a conversation'),
      );
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
