import { Injectable } from '@nestjs/common';
import {
  ConsentEntity,
  ConsentTextEntity,
  eraseParticipant,
  ParticipantEntity,
  Transactions,
  type Tx,
} from '@koi/database';

export interface Agreement {
  readonly chatbotId: string;
  readonly inviteId: string | null;
  readonly text: string;
  readonly hash: string;
}

@Injectable()
export class ParticipantsRepository {
  constructor(private readonly transactions: Transactions) {}

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
