import { Injectable } from '@nestjs/common';
import { ParticipantEntity, Transactions } from '@koi/database';

@Injectable()
export class ParticipantsRepository {
  constructor(private readonly transactions: Transactions) {}

  find(id: string): Promise<ParticipantEntity | null> {
    return this.transactions.manager.findOneBy(ParticipantEntity, { id });
  }

  async insert(
    participant: Pick<ParticipantEntity, 'id' | 'consentedAt' | 'language'>,
  ): Promise<ParticipantEntity> {
    await this.transactions.manager.insert(ParticipantEntity, participant);
    return this.transactions.manager.findOneByOrFail(ParticipantEntity, { id: participant.id });
  }

  async consent(id: string, at: Date): Promise<void> {
    await this.transactions.manager.update(ParticipantEntity, { id }, { consentedAt: at });
  }
}
