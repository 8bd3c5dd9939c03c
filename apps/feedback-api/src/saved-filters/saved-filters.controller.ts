import { Body, Controller, Param } from '@nestjs/common';
import { deleteSavedFilter, listSavedFilters, saveFilter } from '@koi/contracts';
import type { ParamsOf, ResponseOf, SavedFilter, SaveFilterBody } from '@koi/contracts';
import { Route } from '@koi/service';
import { Actor } from '../audit/actor.decorator.js';
import { SavedFiltersService } from './saved-filters.service.js';

@Controller()
export class SavedFiltersController {
  constructor(private readonly savedFilters: SavedFiltersService) {}

  @Route(listSavedFilters)
  list(): Promise<ResponseOf<typeof listSavedFilters>> {
    return this.savedFilters.list();
  }

  @Route(saveFilter)
  save(
    @Actor() actor: string,
    @Body({ schema: saveFilter.body }) body: SaveFilterBody,
  ): Promise<SavedFilter> {
    return this.savedFilters.save(actor, body);
  }

  @Route(deleteSavedFilter)
  async delete(
    @Actor() actor: string,
    @Param({ schema: deleteSavedFilter.params })
    { savedFilterId }: ParamsOf<typeof deleteSavedFilter>,
  ): Promise<void> {
    await this.savedFilters.delete(actor, savedFilterId);
  }
}
