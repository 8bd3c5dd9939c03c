import { Controller, Query } from '@nestjs/common';
import { getLeaderboard, getRatingHistory, listBattles, refreshRatings } from '@koi/contracts';
import type { Leaderboard, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { LeaderboardService } from './leaderboard.service.js';

@Controller()
export class LeaderboardController {
  constructor(private readonly leaderboard: LeaderboardService) {}

  @Route(getLeaderboard)
  get(
    @Query({ schema: getLeaderboard.query }) { chatbot }: QueryOutputOf<typeof getLeaderboard>,
  ): Promise<Leaderboard> {
    return this.leaderboard.get(chatbot);
  }

  @Route(getRatingHistory)
  history(
    @Query({ schema: getRatingHistory.query }) query: QueryOutputOf<typeof getRatingHistory>,
  ): Promise<ResponseOf<typeof getRatingHistory>> {
    return this.leaderboard.history(query);
  }

  @Route(listBattles)
  battles(
    @Query({ schema: listBattles.query }) query: QueryOutputOf<typeof listBattles>,
  ): Promise<ResponseOf<typeof listBattles>> {
    return this.leaderboard.battles(query);
  }

  @Route(refreshRatings)
  refresh(): Promise<ResponseOf<typeof refreshRatings>> {
    return this.leaderboard.refresh();
  }
}
