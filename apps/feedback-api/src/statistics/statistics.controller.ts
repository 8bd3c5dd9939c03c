import { Readable } from 'node:stream';
import { Controller, Query, StreamableFile } from '@nestjs/common';
import {
  downloadBreakdown,
  downloadSeries,
  getBreakdown,
  getFilterChoices,
  getOverview,
  getRollupState,
  getSeries,
  listLatestEvents,
} from '@koi/contracts';
import type { Overview, QueryOutputOf, ResponseOf, RollupState } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvFile, toCsv } from '../csv/to-csv.js';
import { breakdownColumns, breakdownCsvRow, seriesColumns, seriesCsvRow } from './csv.js';
import { StatisticsService } from './statistics.service.js';

@Controller()
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Route(getOverview)
  overview(
    @Query({ schema: getOverview.query }) query: QueryOutputOf<typeof getOverview>,
  ): Promise<Overview> {
    return this.statistics.overview(query);
  }

  @Route(getSeries)
  series(
    @Query({ schema: getSeries.query }) query: QueryOutputOf<typeof getSeries>,
  ): Promise<ResponseOf<typeof getSeries>> {
    return this.statistics.series(query);
  }

  @Route(downloadSeries)
  async downloadSeries(
    @Query({ schema: downloadSeries.query }) query: QueryOutputOf<typeof downloadSeries>,
  ): Promise<StreamableFile> {
    const { points } = await this.statistics.series(query);
    return new StreamableFile(
      toCsv(Readable.from(points.map(seriesCsvRow)), seriesColumns),
      csvFile(`by-${query.step}`),
    );
  }

  @Route(getFilterChoices)
  filterChoices(): Promise<ResponseOf<typeof getFilterChoices>> {
    return this.statistics.filterChoices();
  }

  @Route(getBreakdown)
  breakdown(
    @Query({ schema: getBreakdown.query }) query: QueryOutputOf<typeof getBreakdown>,
  ): Promise<ResponseOf<typeof getBreakdown>> {
    return this.statistics.breakdown(query);
  }

  @Route(downloadBreakdown)
  async download(
    @Query({ schema: downloadBreakdown.query }) query: QueryOutputOf<typeof downloadBreakdown>,
  ): Promise<StreamableFile> {
    const { rows } = await this.statistics.breakdown(query);
    return new StreamableFile(
      toCsv(Readable.from(rows.map(breakdownCsvRow)), breakdownColumns),
      csvFile(`by-${query.by}`),
    );
  }

  @Route(getRollupState)
  rollupState(): Promise<RollupState> {
    return this.statistics.state();
  }

  @Route(listLatestEvents)
  latestEvents(
    @Query({ schema: listLatestEvents.query }) query: QueryOutputOf<typeof listLatestEvents>,
  ): Promise<ResponseOf<typeof listLatestEvents>> {
    return this.statistics.latestEvents(query);
  }
}
