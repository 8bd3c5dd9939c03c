import { Controller, Inject, Req, Res } from '@nestjs/common';
import { RECORDS_TOPIC, STATISTICS_TOPIC, streamChanges, type Change } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, openEventStream, OpenStreams, RELAY, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';

const HEARTBEAT_SECONDS = 15;
/** The page comes back by itself, and the guard asks for its session again. */
const LIFETIME_MS = 60_000;
const PUSH_EVERY_MS = 1_000;

const TOPICS = { statistics: STATISTICS_TOPIC, records: RECORDS_TOPIC } as const;

/** Tells open pages that what they show may have changed; what it is now, they ask for themselves. */
@Controller()
export class ChangesController {
  constructor(
    private readonly open: OpenStreams,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(streamChanges)
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = await openEventStream(request, reply, { heartbeatSeconds: HEARTBEAT_SECONDS });
    const signal = this.open.add(reply.raw);
    const changed = new Set<Change>();
    let pending: NodeJS.Timeout | undefined;
    const tell = (change: Change): void => {
      changed.add(change);
      pending ??= setTimeout(() => {
        pending = undefined;
        if (!signal.aborted) session.push([...changed], 'changed');
        changed.clear();
      }, PUSH_EVERY_MS);
    };
    const leaves: (() => Promise<void>)[] = [];
    try {
      for (const [change, topic] of Object.entries(TOPICS) as [Change, string][])
        leaves.push(await this.relay.subscribe(topic, () => tell(change)));
      if (!signal.aborted) session.push({}, 'listening');
      await ended(signal, LIFETIME_MS);
    } catch (err) {
      // Without the relay the stream ends; the page asks now and then until it comes back.
      this.logger.warn({ err }, 'could not listen to changes');
    } finally {
      clearTimeout(pending);
      this.open.end(reply.raw);
      for (const leave of leaves)
        await leave().catch((err: unknown) =>
          this.logger.warn({ err }, 'could not leave the changes'),
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
