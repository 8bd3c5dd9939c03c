import { Controller, Query } from '@nestjs/common';
import { getFilterChoices, getOverview, getSeries } from '@koi/contracts';
import type { Overview, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
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

  @Route(getFilterChoices)
  filterChoices(): Promise<ResponseOf<typeof getFilterChoices>> {
    return this.statistics.filterChoices();
  }
}
