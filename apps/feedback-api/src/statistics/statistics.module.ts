import { Module } from '@nestjs/common';
import { OpenStreams } from '@koi/service';
import { StatisticsEventsController } from './statistics-events.controller.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';

@Module({
  controllers: [StatisticsController, StatisticsEventsController],
  providers: [OpenStreams, StatisticsService, StatisticsRepository],
})
export class StatisticsModule {}
