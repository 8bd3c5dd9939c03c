import { Inject, Injectable } from '@nestjs/common';
import {
  ANALYTICS_SLICE_MS,
  analyticsNudge,
  analyticsQueue,
  COUNTED_ROWS,
  maintenanceQueue,
  stopTopic,
  type ErasureRecord,
  type listParticipants,
  type ParticipantConversation,
  type ParticipantRecord,
  type QueryOutputOf,
  type ResponseOf,
} from '@koi/contracts';
import { Transactions } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Producer, Relay } from '@koi/queues';
import { InjectProducer, LOGGER, RELAY } from '@koi/service';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { DatasetVersionNotFound, ParticipantNotFound } from './participants.errors.js';
import { ParticipantsRepository, type ParticipantRow } from './participants.repository.js';

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}
interface Pages<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** A nudge only makes the dashboard quick; for somebody who was active in more minutes than these the sweep does it. */
const MAX_NUDGES = 100;

const placeOf = ({ cursor }: Page) => (cursor === undefined ? undefined : decodeCursor(cursor));

/** Lists participants, leaves them out of the numbers and puts them back, and erases them. */
@Injectable()
export class ParticipantsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly participants: ParticipantsRepository,
    @InjectProducer(analyticsQueue) private readonly analytics: Producer<typeof analyticsQueue>,
    @InjectProducer(maintenanceQueue)
    private readonly maintenance: Producer<typeof maintenanceQueue>,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async list(
    query: QueryOutputOf<typeof listParticipants>,
  ): Promise<ResponseOf<typeof listParticipants>> {
    const { cursor: _, limit, ...filter } = query;
    const [found, count] = await Promise.all([
      this.participants.page(filter, placeOf(query), limit),
      this.participants.count(filter),
    ]);
    const { rows, nextCursor } = pageOfRows(found, limit);
    return {
      items: rows.map(toRecord),
      nextCursor,
      total: Math.min(count, COUNTED_ROWS),
      totalIsExact: count <= COUNTED_ROWS,
    };
  }

  /** @throws ParticipantNotFound. */
  async get(id: string): Promise<ParticipantRecord> {
    const row = await this.participants.find(this.participants.manager, id);
    if (!row) throw new ParticipantNotFound();
    return toRecord(row);
  }

  /** @throws ParticipantNotFound. */
  async conversations(id: string, page: Page): Promise<Pages<ParticipantConversation>> {
    await this.get(id);
    const found = await this.participants.conversations(id, placeOf(page), page.limit);
    const { rows, nextCursor } = pageOfRows(found, page.limit);
    return {
      items: rows.map((row) => ({
        id: row.id,
        chatbot: row.chatbot,
        title: row.title,
        messages: row.messages,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
        deletedAt: row.deletedAt?.toISOString() ?? null,
      })),
      nextCursor,
    };
  }

  /** Setting what stands already changes nothing. @throws ParticipantNotFound. */
  async setExcluded(id: string, excluded: boolean): Promise<ParticipantRecord> {
    const { row, minutes } = await this.transactions.run(async (tx) => {
      const changed = await this.participants.setExcluded(tx, id, excluded);
      return {
        minutes: changed ? await this.participants.markDirty(tx, id) : [],
        row: await this.participants.find(tx, id),
      };
    });
    if (!row) throw new ParticipantNotFound();
    await this.announce(minutes, []);
    return toRecord(row);
  }

  /** @throws ParticipantNotFound. */
  async erase(id: string): Promise<void> {
    const { minutes, pending } = await this.transactions.run(async (tx) => ({
      pending: await this.participants.pendingTurns(tx, id),
      minutes: await this.participants.erase(tx, id),
    }));
    if (!minutes) throw new ParticipantNotFound();
    await this.announce(minutes, pending);
  }

  /** @throws DatasetVersionNotFound. */
  async erasures(datasetVersionId: string, page: Page): Promise<Pages<ErasureRecord>> {
    const since = await this.participants.versionMoment(datasetVersionId);
    if (!since) throw new DatasetVersionNotFound();
    const found = await this.participants.erasures(since, placeOf(page), page.limit);
    const { rows, nextCursor } = pageOfRows(found, page.limit);
    return {
      items: rows.map(({ participantId, erasedBy, erasedAt, feedback }) => ({
        participantId,
        erasedBy,
        erasedAt: erasedAt.toISOString(),
        feedback,
      })),
      nextCursor,
    };
  }

  /** After the commit. What is lost here the sweeps find: the marks stand in Postgres. */
  private async announce(minutes: readonly Date[], stopped: readonly string[]): Promise<void> {
    try {
      await Promise.all([
        ...stopped.map((turnId) => this.relay.publish(stopTopic(turnId), { turnId })),
        ...(minutes.length > 0 ? [this.maintenance.add({ task: 'rebuild_ratings' })] : []),
        ...minutes
          .slice(0, MAX_NUDGES)
          .map((minute) =>
            this.analytics.add(analyticsNudge(minute), { delayMs: ANALYTICS_SLICE_MS }),
          ),
      ]);
    } catch (error) {
      this.logger.error({ err: error }, 'cannot nudge rollups and ratings; the sweeps will do it');
    }
  }
}

function toRecord(row: ParticipantRow): ParticipantRecord {
  return {
    id: row.id,
    kind: row.kind,
    language: row.language,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    excludedAt: row.excludedAt?.toISOString() ?? null,
    invites: row.invites,
    conversations: row.conversations,
    messages: row.messages,
    votes: row.votes,
    rankings: row.rankings,
  };
}
