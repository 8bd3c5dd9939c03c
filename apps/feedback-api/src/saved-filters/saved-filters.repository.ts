import { Injectable } from '@nestjs/common';
import { SavedFilterEntity, Transactions } from '@koi/database';

@Injectable()
export class SavedFiltersRepository {
  constructor(private readonly transactions: Transactions) {}

  all(): Promise<SavedFilterEntity[]> {
    return this.transactions.manager.find(SavedFilterEntity, { order: { name: 'asc' } });
  }

  async insert(filter: Omit<SavedFilterEntity, 'createdAt'>): Promise<SavedFilterEntity> {
    const { manager } = this.transactions;
    await manager.insert(SavedFilterEntity, filter);
    return manager.findOneByOrFail(SavedFilterEntity, { id: filter.id });
  }

  /** Whether there was one. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.transactions.manager.delete(SavedFilterEntity, { id });
    return affected === 1;
  }
}
