import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadEnvironment, modelProxyEnvironment } from '@koi/config';
import {
  analyticsQueue,
  AnswerReader,
  candidateEvent,
  candidateTopic,
  generationQueue,
  probesQueue,
  stopTopic,
  wantTopic,
  type CandidateEvent,
} from '@koi/contracts';
import { CandidateEntity, TurnEntity } from '@koi/database';
import { createLogger, type Logger } from '@koi/observability';
import { createRelay, Producer, queueBackend, Requester, type Relay } from '@koi/queues';
import { createService } from '@koi/service';
import { testDatabase, waitFor } from '@koi/testing';
import { DataSource } from 'typeorm';
import { modelProxy } from '../src/service.js';
import { Given } from './given.js';

/** Seals the keys that tests type in. */
export const SECRET_KEY = randomBytes(32).toString('hex');

const silent = createLogger({ service: 'test', level: 'silent' });

/** What a reader of one answer saw. */
export interface Reading {
  readonly events: CandidateEvent[];
  /** The text put together as a page does. */
  text(): string;
  ended(): Promise<Extract<CandidateEvent, { type: 'done' }>>;
}

/** A database with queues, and the ends of the queue and the relay that the gateway holds. */
export class Surroundings {
  private constructor(
    readonly databaseUrl: string,
    readonly dataSource: DataSource,
    readonly generation: Producer<typeof generationQueue>,
    readonly analytics: Producer<typeof analyticsQueue>,
    readonly probes: Requester<typeof probesQueue>,
    readonly relay: Relay,
    readonly close: () => Promise<void>,
  ) {}

  static async start(dataSource: (url: string) => Promise<DataSource>): Promise<Surroundings> {
    const database = await testDatabase();
    const backend = queueBackend({ databaseUrl: database.url });
    const generation = new Producer(generationQueue, backend);
    const analytics = new Producer(analyticsQueue, backend);
    const relay = createRelay(backend, silent);
    const probes = new Requester(probesQueue, backend, relay);
    const connected = await dataSource(database.url);
    const ends = [generation, analytics, probes, relay] as const;
    return new Surroundings(database.url, connected, ...ends, async () => {
      await probes.close();
      await generation.close();
      await analytics.close();
      await relay.close();
      await backend.close();
      if (connected.isInitialized) await connected.destroy();
      await database.drop();
    });
  }

  get given(): Given {
    return new Given(this.dataSource);
  }

  candidate(id: string): Promise<CandidateEntity> {
    return this.dataSource.getRepository(CandidateEntity).findOneByOrFail({ id });
  }

  turn(id: string): Promise<TurnEntity> {
    return this.dataSource.getRepository(TurnEntity).findOneByOrFail({ id });
  }

  /** Waits until the turn has ended, and returns it. */
  ended(turnId: string, timeoutMs = 15_000): Promise<TurnEntity> {
    return waitFor(
      async () => {
        const turn = await this.turn(turnId);
        return turn.state === 'pending' ? undefined : turn;
      },
      { what: 'the end of the turn', timeoutMs },
    );
  }

  async add(candidateIds: readonly string[]): Promise<void> {
    await Promise.all(candidateIds.map((candidateId) => this.generation.add({ candidateId })));
  }

  async stop(turnId: string): Promise<void> {
    await this.dataSource
      .getRepository(TurnEntity)
      .update({ id: turnId }, { stopRequestedAt: new Date() });
    await this.relay.publish(stopTopic(turnId), { turnId });
  }

  async wantSnapshot(turnId: string): Promise<void> {
    await this.relay.publish(wantTopic(turnId), {});
  }

  async read(turnId: string, candidateId: string): Promise<Reading> {
    const events: CandidateEvent[] = [];
    await this.relay.subscribe(candidateTopic(turnId, candidateId), ({ data }) => {
      events.push(candidateEvent.parse(data));
    });
    return {
      events,
      text: () => {
        const reader = new AnswerReader();
        let text = '';
        for (const event of events) {
          if (event.type === 'done') continue;
          const step = reader.take(event);
          if (step.type === 'append') text += step.text;
          if (step.type === 'restart') text = step.text;
        }
        return text;
      },
      ended: () =>
        waitFor(() => events.find((event) => event.type === 'done'), { what: 'done on the relay' }),
    };
  }
}

/** The whole service in this process. */
export async function startModelProxy(
  databaseUrl: string,
  logger: Logger = silent,
): Promise<NestFastifyApplication> {
  const config = loadEnvironment(modelProxyEnvironment, {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    SHUTDOWN_GRACE_MS: '300',
    // The models of the tests run on this machine.
    KOI_EGRESS_ALLOW: '127.0.0.1',
    KOI_SECRET_KEY: SECRET_KEY,
  });
  const app = await createService(modelProxy, config, logger);
  await app.listen(0, '127.0.0.1');
  return app;
}
