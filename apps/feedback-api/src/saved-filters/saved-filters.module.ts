import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SavedFiltersController } from './saved-filters.controller.js';
import { SavedFiltersRepository } from './saved-filters.repository.js';
import { SavedFiltersService } from './saved-filters.service.js';

@Module({
  imports: [AuditModule],
  controllers: [SavedFiltersController],
  providers: [SavedFiltersService, SavedFiltersRepository],
})
export class SavedFiltersModule {}
