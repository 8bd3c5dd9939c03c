import { Controller, Inject, Req, Res } from '@nestjs/common';
import { STATISTICS_TOPIC, streamStatistics } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, openEventStream, OpenStreams, RELAY, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

const HEARTBEAT_SECONDS = 15;
/** The page comes back by itself, and the guard asks for its session again. */
const LIFETIME_MS = 60_000;
const PUSH_EVERY_MS = 1_000;

/** Tells open pages that numbers have changed; what they are now, they ask for themselves. */
@Controller()
export class StatisticsEventsController {
  constructor(
    private readonly open: OpenStreams,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(streamStatistics)
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = await openEventStream(request, reply, { heartbeatSeconds: HEARTBEAT_SECONDS });
    const signal = this.open.add(reply.raw);
    let pending: NodeJS.Timeout | undefined;
    let leave: (() => Promise<void>) | undefined;
    try {
      leave = await this.relay.subscribe(STATISTICS_TOPIC, () => {
        pending ??= setTimeout(() => {
          pending = undefined;
          if (!signal.aborted) session.push({}, 'changed');
        }, PUSH_EVERY_MS);
      });
      if (!signal.aborted) session.push({}, 'listening');
      await ended(signal, LIFETIME_MS);
    } catch (err) {
      // Without the relay the stream ends; the page asks now and then until it comes back.
      this.logger.warn({ err }, 'could not listen to the statistics');
    } finally {
      clearTimeout(pending);
      this.open.end(reply.raw);
      await leave?.().catch((err: unknown) =>
        this.logger.warn({ err }, 'could not leave the statistics'),
      );
    }
  }
}

const ended = (signal: AbortSignal, lifetimeMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, lifetimeMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
