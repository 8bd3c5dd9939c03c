import { Injectable } from '@nestjs/common';
import type { listSavedFilters, ResponseOf, SavedFilter, SaveFilterBody } from '@koi/contracts';
import {
  isUniqueViolation,
  newId,
  Transactions,
  type SavedFilterEntity,
  type Tx,
} from '@koi/database';
import { AuditService } from '../audit/audit.service.js';
import { FilterNameTaken, SavedFilterNotFound } from './saved-filters.errors.js';
import { SavedFiltersRepository } from './saved-filters.repository.js';

@Injectable()
export class SavedFiltersService {
  constructor(
    private readonly transactions: Transactions,
    private readonly savedFilters: SavedFiltersRepository,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<ResponseOf<typeof listSavedFilters>> {
    return { items: (await this.savedFilters.all()).map(toSavedFilter) };
  }

  /** @throws FilterNameTaken */
  async save(actor: string, body: SaveFilterBody): Promise<SavedFilter> {
    try {
      return await this.transactions.run(async (tx) => {
        const made = await this.savedFilters.insert(tx, { id: newId(), ...body });
        await this.record(tx, actor, 'created', made);
        return toSavedFilter(made);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw new FilterNameTaken(body.name);
      throw error;
    }
  }

  /** @throws SavedFilterNotFound */
  async delete(actor: string, id: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const gone = await this.savedFilters.delete(tx, id);
      if (!gone) throw new SavedFilterNotFound();
      await this.record(tx, actor, 'deleted', gone);
    });
  }

  private record(
    tx: Tx,
    actor: string,
    action: 'created' | 'deleted',
    { id, name, view, query }: SavedFilterEntity,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor,
      action,
      subjectKind: 'saved_filter',
      subjectId: id,
      subjectName: name,
      before: action === 'created' ? null : { view, query },
      after: action === 'created' ? { view, query } : {},
    });
  }
}

function toSavedFilter({ createdAt, ...filter }: SavedFilterEntity): SavedFilter {
  return { ...filter, createdAt: createdAt.toISOString() };
}
