import { Controller, Query, type StreamableFile } from '@nestjs/common';
import {
  downloadBattles,
  downloadModelVotes,
  downloadPairs,
  downloadRatingHistory,
  downloadRatings,
  getLeaderboard,
  getRatingHistory,
  listBattles,
  refreshRatings,
} from '@koi/contracts';
import type { Leaderboard, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
import {
  battleColumns,
  battleCsvRows,
  historyColumns,
  historyCsvRows,
  pairColumns,
  pairCsvRows,
  voteColumns,
  voteCsvRows,
} from './csv.js';
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

  @Route(downloadRatings)
  async downloadRatings(
    @Query({ schema: downloadRatings.query }) { chatbot }: QueryOutputOf<typeof downloadRatings>,
  ): Promise<StreamableFile> {
    const { models } = await this.leaderboard.get(chatbot);
    return csvDownload(
      'ratings',
      [
        ...(['rank', 'name', 'label', 'version', 'current', 'rating', 'low', 'high'] as const),
        ...(['unranked', 'wins', 'losses', 'ties', 'averageRank', 'bothBad'] as const),
      ],
      models,
    );
  }

  @Route(downloadPairs)
  async downloadPairs(
    @Query({ schema: downloadPairs.query }) { chatbot }: QueryOutputOf<typeof downloadPairs>,
  ): Promise<StreamableFile> {
    return csvDownload('pairs', pairColumns, pairCsvRows(await this.leaderboard.get(chatbot)));
  }

  @Route(downloadModelVotes)
  async downloadVotes(
    @Query({ schema: downloadModelVotes.query })
    { chatbot }: QueryOutputOf<typeof downloadModelVotes>,
  ): Promise<StreamableFile> {
    const { votes } = await this.leaderboard.get(chatbot);
    return csvDownload('thumbs-by-model', voteColumns, voteCsvRows(votes));
  }

  @Route(downloadRatingHistory)
  async downloadHistory(
    @Query({ schema: downloadRatingHistory.query })
    query: QueryOutputOf<typeof downloadRatingHistory>,
  ): Promise<StreamableFile> {
    const { models } = await this.leaderboard.history(query);
    return csvDownload('ratings-over-time', historyColumns, historyCsvRows(models));
  }

  @Route(downloadBattles)
  async downloadBattles(
    @Query({ schema: downloadBattles.query }) query: QueryOutputOf<typeof downloadBattles>,
  ): Promise<StreamableFile> {
    // What is wrong with the question is said before the file begins.
    await this.leaderboard.battles({ ...query, limit: 1 });
    return csvDownload(
      'battles',
      battleColumns,
      battleCsvRows(everyItem((place) => this.leaderboard.battles({ ...query, ...place }))),
    );
  }
}
