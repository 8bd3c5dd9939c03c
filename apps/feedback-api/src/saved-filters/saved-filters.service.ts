import { Injectable } from '@nestjs/common';
import type { listSavedFilters, ResponseOf, SavedFilter, SaveFilterBody } from '@koi/contracts';
import { isUniqueViolation, newId, type SavedFilterEntity } from '@koi/database';
import { FilterNameTaken, SavedFilterNotFound } from './saved-filters.errors.js';
import { SavedFiltersRepository } from './saved-filters.repository.js';

@Injectable()
export class SavedFiltersService {
  constructor(private readonly savedFilters: SavedFiltersRepository) {}

  async list(): Promise<ResponseOf<typeof listSavedFilters>> {
    return { items: (await this.savedFilters.all()).map(toSavedFilter) };
  }

  /** @throws FilterNameTaken */
  async save(body: SaveFilterBody): Promise<SavedFilter> {
    try {
      return toSavedFilter(await this.savedFilters.insert({ id: newId(), ...body }));
    } catch (error) {
      if (isUniqueViolation(error)) throw new FilterNameTaken(body.name);
      throw error;
    }
  }

  /** @throws SavedFilterNotFound */
  async delete(id: string): Promise<void> {
    if (!(await this.savedFilters.delete(id))) throw new SavedFilterNotFound();
  }
}

function toSavedFilter({ createdAt, ...filter }: SavedFilterEntity): SavedFilter {
  return { ...filter, createdAt: createdAt.toISOString() };
}
