import { Injectable } from '@nestjs/common';
import {
  COUNTED_ROWS,
  type ErasureRecord,
  type listParticipants,
  type ParticipantConversation,
  type ParticipantRecord,
  type QueryOutputOf,
  type ResponseOf,
} from '@koi/contracts';
import { Transactions } from '@koi/database';
import { AuditService } from '../audit/audit.service.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import { NumberNudges } from './number-nudges.js';
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

const placeOf = ({ cursor }: Page) => (cursor === undefined ? undefined : decodeCursor(cursor));

/** Lists participants, leaves them out of the numbers and puts them back, and erases them. */
@Injectable()
export class ParticipantsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly participants: ParticipantsRepository,
    private readonly nudges: NumberNudges,
    private readonly audit: AuditService,
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
  async setExcluded(actor: string, id: string, excluded: boolean): Promise<ParticipantRecord> {
    const { row, minutes } = await this.transactions.run(async (tx) => {
      const changed = await this.participants.setExcluded(tx, id, excluded);
      if (changed)
        await this.audit.record(tx, {
          actor,
          action: excluded ? 'excluded' : 'put_back',
          subjectKind: 'participant',
          subjectId: id,
          subjectName: id,
          before: { excluded: !excluded },
          after: { excluded },
        });
      return {
        minutes: changed ? await this.participants.markDirty(tx, id) : [],
        row: await this.participants.find(tx, id),
      };
    });
    if (!row) throw new ParticipantNotFound();
    await this.nudges.send(minutes, []);
    return toRecord(row);
  }

  /** @throws ParticipantNotFound. */
  async erase(actor: string, id: string): Promise<void> {
    const { minutes, pending } = await this.transactions.run(async (tx) => {
      const pending = await this.participants.pendingTurns(tx, id);
      const erased = await this.participants.erase(tx, id);
      if (!erased) throw new ParticipantNotFound();
      const { conversations, turns, candidates, feedback } = erased.erasure;
      await this.audit.record(tx, {
        actor,
        action: 'erased',
        subjectKind: 'participant',
        subjectId: id,
        subjectName: id,
        // How much there was, and nothing of what it said.
        before: { conversations, turns, candidates, feedback },
        after: {},
      });
      return { pending, minutes: erased.minutes };
    });
    await this.nudges.send(minutes, pending);
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
