import { Injectable } from '@nestjs/common';
import {
  columnsOf,
  ConsentEntity,
  ConsentTextEntity,
  eraseParticipant,
  ParticipantEntity,
  runPrepared,
  Transactions,
  type PreparedStatement,
  type Tx,
} from '@koi/database';
import { openTo } from '../access/access.repository.js';
import type { NamedRows } from './named-rows.js';

export interface Agreement {
  readonly chatbotId: string;
  readonly inviteId: string | null;
  readonly text: string;
  readonly hash: string;
}

const findAt = (tx: Tx): PreparedStatement => ({
  name: 'find-participant-at',
  text: `
    select ${columnsOf(tx, ParticipantEntity, 'p')},
           exists (select from conversation c join chatbot b on b.id = c.chatbot_id
                   where c.participant_id = p.id and not ${openTo('p.id')}
                     and c.id = coalesce($2::uuid,
                       (select t.conversation_id from turn t where t.id = coalesce($3::uuid,
                         (select a.turn_id from candidate a where a.id = $4::uuid))))) as "isClosed"
    from participant p where p.id = $1`,
});

@Injectable()
export class ParticipantsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Read before every request, with whether the chatbot of what it names is closed to them by now. */
  async findAt(
    id: string,
    { conversationId, turnId, candidateId }: NamedRows,
  ): Promise<{ participant: ParticipantEntity; isClosed: boolean } | undefined> {
    const { manager } = this.transactions;
    const [row] = await runPrepared<ParticipantEntity & { isClosed: boolean }>(
      manager,
      findAt(manager),
      [id, conversationId ?? null, turnId ?? null, candidateId ?? null],
    );
    if (!row) return undefined;
    const { isClosed, ...participant } = row;
    return { participant, isClosed };
  }

  find(id: string): Promise<ParticipantEntity | null> {
    return this.transactions.manager.findOneBy(ParticipantEntity, { id });
  }

  async insert(
    tx: Tx,
    participant: Pick<ParticipantEntity, 'id' | 'language'>,
  ): Promise<ParticipantEntity> {
    await tx.insert(ParticipantEntity, participant);
    return tx.findOneByOrFail(ParticipantEntity, { id: participant.id });
  }

  /** Notes what somebody agreed to, each text word for word; the same again changes nothing. */
  async agree(tx: Tx, participantId: string, agreements: readonly Agreement[]): Promise<void> {
    for (const { chatbotId, inviteId, text, hash } of agreements) {
      await tx
        .createQueryBuilder()
        .insert()
        .into(ConsentTextEntity)
        .values({ hash, text })
        .orIgnore()
        .execute();
      await tx
        .createQueryBuilder()
        .insert()
        .into(ConsentEntity)
        .values({ participantId, chatbotId, inviteId, textHash: hash })
        .orIgnore()
        .execute();
    }
    if (agreements.length > 0)
      await tx.update(ParticipantEntity, { id: participantId }, { consentedAt: new Date() });
  }

  /** The turns that are being answered now. */
  async pendingTurns(participantId: string): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(
      `select t.id from turn t join conversation v on v.id = t.conversation_id
       where v.participant_id = $1 and t.state = 'pending'`,
      [participantId],
    );
    return rows.map(({ id }) => id);
  }

  /** The minutes whose rollups are to be computed anew. */
  async erase(tx: Tx, participantId: string): Promise<Date[]> {
    return (await eraseParticipant(tx, participantId, 'participant'))?.minutes ?? [];
  }
}
