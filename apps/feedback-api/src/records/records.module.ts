import { Module } from '@nestjs/common';
import { RecordsController } from './records.controller.js';
import { RecordsRepository } from './records.repository.js';
import { RecordsService } from './records.service.js';
import { WordSearch } from './word-search.js';

@Module({
  controllers: [RecordsController],
  providers: [RecordsService, RecordsRepository, WordSearch],
})
export class RecordsModule {}
