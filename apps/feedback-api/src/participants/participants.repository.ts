import { Injectable } from '@nestjs/common';
import {
  COUNTED_ROWS,
  type ErasedBy,
  type listParticipants,
  type ParticipantKind,
  type QueryOutputOf,
} from '@koi/contracts';
import {
  DatasetVersionEntity,
  eraseParticipant,
  markParticipantDirty,
  Transactions,
  type Tx,
} from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

export interface ParticipantRow extends Keyset {
  readonly kind: ParticipantKind;
  readonly language: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly excludedAt: Date | null;
  readonly invites: { id: string; label: string }[];
  readonly conversations: number;
  readonly messages: number;
  readonly votes: number;
  readonly rankings: number;
}

export interface ParticipantConversationRow extends Keyset {
  readonly chatbot: string;
  readonly title: string;
  readonly messages: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

export interface ErasureRow extends Keyset {
  readonly participantId: string;
  readonly erasedBy: ErasedBy;
  readonly erasedAt: Date;
  readonly feedback: number;
}

export type ParticipantFilter = Omit<QueryOutputOf<typeof listParticipants>, 'cursor' | 'limit'>;

const current = (kind: 'vote' | 'ranking'): string =>
  `(select count(*) from current_feedback f where f.participant_id = p.id and f.kind = '${kind}' and f.value <> 'undo')`;

/** Counted for the rows of one page alone. */
const PARTICIPANT = `
  select p.id, ${keysetMoment('p.created_at')} as at, p.kind, p.language, p.created_at as "createdAt",
         p.excluded_at as "excludedAt",
         (select max(v.updated_at) from conversation v where v.participant_id = p.id) as "lastSeenAt",
         (select coalesce(json_agg(json_build_object('id', i.id, 'label', i.label) order by pi.redeemed_at), '[]')
          from participant_invite pi join invite i on i.id = pi.invite_id where pi.participant_id = p.id) as invites,
         (select count(*) from conversation v where v.participant_id = p.id) as conversations,
         (select count(*) from turn t join conversation v on v.id = t.conversation_id
          where v.participant_id = p.id) as messages,
         ${current('vote')} as votes, ${current('ranking')} as rankings
  from participant p`;

/** Pages go by id: UUIDv7, so by when somebody came. */
@Injectable()
export class ParticipantsRepository {
  constructor(private readonly transactions: Transactions) {}

  page(
    filter: ParticipantFilter,
    after: Keyset | undefined,
    limit: number,
  ): Promise<ParticipantRow[]> {
    const { condition, parameters } = matching(filter);
    return this.transactions.manager.query<ParticipantRow[]>(
      `${PARTICIPANT}
       where ${condition} and ($${parameters.length + 1}::uuid is null or p.id < $${parameters.length + 1})
       order by p.id desc limit $${parameters.length + 2}`,
      [...parameters, after?.id ?? null, limit + 1],
    );
  }

  /** How many the filter matches; it counts no further than one beyond `COUNTED_ROWS`. */
  async count(filter: ParticipantFilter): Promise<number> {
    const { condition, parameters } = matching(filter);
    const [row] = await this.transactions.manager.query<{ total: number }[]>(
      `select count(*)::int as total
       from (select from participant p where ${condition} limit ${COUNTED_ROWS + 1}) counted`,
      parameters,
    );
    return row?.total ?? 0;
  }

  async find(tx: Tx, id: string): Promise<ParticipantRow | undefined> {
    return (await tx.query<ParticipantRow[]>(`${PARTICIPANT} where p.id = $1`, [id]))[0];
  }

  get manager(): Tx {
    return this.transactions.manager;
  }

  conversations(
    participantId: string,
    after: Keyset | undefined,
    limit: number,
  ): Promise<ParticipantConversationRow[]> {
    return this.transactions.manager.query<ParticipantConversationRow[]>(
      `select v.id, ${keysetMoment('v.updated_at')} as at, b.slug as chatbot, v.title, v.created_at as "createdAt",
              v.updated_at as "updatedAt", v.deleted_at as "deletedAt",
              (select count(*) from turn t where t.conversation_id = v.id) as messages
       from conversation v join chatbot b on b.id = v.chatbot_id
       where v.participant_id = $1 and ($2::timestamptz is null or (v.updated_at, v.id) < ($2, $3::uuid))
       order by v.updated_at desc, v.id desc limit $4`,
      [participantId, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  }

  /** Sets or takes away the mark; false when it stood so already, or there is no such participant. */
  async setExcluded(tx: Tx, id: string, excluded: boolean): Promise<boolean> {
    const [, affected] = await tx.query<[unknown[], number]>(
      `update participant
       set excluded_at = case when $2 then now() end, put_back_at = case when $2 then null else now() end
       where id = $1 and (excluded_at is not null) <> $2`,
      [id, excluded],
    );
    return affected > 0;
  }

  markDirty(tx: Tx, id: string): Promise<Date[]> {
    return markParticipantDirty(tx, id);
  }

  /** The turns that are being answered now. */
  async pendingTurns(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select t.id from turn t join conversation v on v.id = t.conversation_id
       where v.participant_id = $1 and t.state = 'pending'`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** `undefined` when there is no such participant. */
  erase(tx: Tx, id: string): ReturnType<typeof eraseParticipant> {
    return eraseParticipant(tx, id, 'team');
  }

  /** When a dataset version was read, or when it was asked for while it has not been. */
  async versionMoment(datasetVersionId: string): Promise<Date | undefined> {
    const version = await this.transactions.manager.findOneBy(DatasetVersionEntity, {
      id: datasetVersionId,
    });
    return version?.snapshotAt ?? version?.createdAt;
  }

  erasures(since: Date, after: Keyset | undefined, limit: number): Promise<ErasureRow[]> {
    return this.transactions.manager.query<ErasureRow[]>(
      `select e.id, ${keysetMoment('e.erased_at')} as at, e.participant_id as "participantId",
              e.erased_by as "erasedBy", e.erased_at as "erasedAt", e.feedback
       from erasure e
       where e.erased_at >= $1 and ($2::timestamptz is null or (e.erased_at, e.id) < ($2, $3::uuid))
       order by e.erased_at desc, e.id desc limit $4`,
      [since, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  }
}

/** What a filter asks of `participant p`. */
function matching(filter: ParticipantFilter): { condition: string; parameters: unknown[] } {
  const { search, invite, kind, counted, wrote, from, to, chatbot, mode } = filter;
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions: string[] = [];
  if (search) {
    const part = `'%' || ${bind(escapeLike(search))} || '%'`;
    conditions.push(
      `(p.id::text ilike ${part} or p.external_user ilike ${part}
        or exists (select from participant_invite pi join invite i on i.id = pi.invite_id
                   where pi.participant_id = p.id and i.label ilike ${part}))`,
    );
  }
  if (invite)
    conditions.push(
      `exists (select from participant_invite pi where pi.participant_id = p.id and pi.invite_id = ${bind(invite)})`,
    );
  if (kind) conditions.push(`p.kind = ${bind(kind)}`);
  if (counted) conditions.push(`p.excluded_at is ${counted === 'excluded' ? 'not ' : ''}null`);
  if (wrote || from || to || chatbot || mode) {
    const sent = [
      ...(from ? [`t.created_at >= ${bind(new Date(from))}`] : []),
      ...(to ? [`t.created_at < ${bind(new Date(to))}`] : []),
      ...(mode ? [`t.feedback_mode = ${bind(mode)}`] : []),
      ...(chatbot ? [`v.chatbot_id = (select id from chatbot where slug = ${bind(chatbot)})`] : []),
    ];
    conditions.push(
      `p.id in (select v.participant_id from turn t join conversation v on v.id = t.conversation_id
                where ${sent.join(' and ') || 'true'})`,
    );
  }
  return { condition: conditions.join(' and ') || 'true', parameters };
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
