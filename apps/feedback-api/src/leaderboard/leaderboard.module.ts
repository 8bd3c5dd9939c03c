import { Module } from '@nestjs/common';
import { maintenanceQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { LeaderboardController } from './leaderboard.controller.js';
import { LeaderboardRepository } from './leaderboard.repository.js';
import { LeaderboardService } from './leaderboard.service.js';

@Module({
  controllers: [LeaderboardController],
  providers: [LeaderboardService, LeaderboardRepository, provideProducer(maintenanceQueue)],
})
export class LeaderboardModule {}
