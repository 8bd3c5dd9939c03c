import { Injectable } from '@nestjs/common';
import { SavedFilterEntity, Transactions, type Tx } from '@koi/database';

@Injectable()
export class SavedFiltersRepository {
  constructor(private readonly transactions: Transactions) {}

  all(): Promise<SavedFilterEntity[]> {
    return this.transactions.manager.find(SavedFilterEntity, { order: { name: 'asc' } });
  }

  async insert(tx: Tx, filter: Omit<SavedFilterEntity, 'createdAt'>): Promise<SavedFilterEntity> {
    await tx.insert(SavedFilterEntity, filter);
    return tx.findOneByOrFail(SavedFilterEntity, { id: filter.id });
  }

  /** The one that was there. */
  async delete(tx: Tx, id: string): Promise<SavedFilterEntity | undefined> {
    const found = await tx.findOneBy(SavedFilterEntity, { id });
    const { affected } = await tx.delete(SavedFilterEntity, { id });
    return affected === 1 ? (found ?? undefined) : undefined;
  }
}
