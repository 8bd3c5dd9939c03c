import { Module } from '@nestjs/common';
import { SavedFiltersController } from './saved-filters.controller.js';
import { SavedFiltersRepository } from './saved-filters.repository.js';
import { SavedFiltersService } from './saved-filters.service.js';

@Module({
  controllers: [SavedFiltersController],
  providers: [SavedFiltersService, SavedFiltersRepository],
})
export class SavedFiltersModule {}
