import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { call } from '../../app/api.js';
import { bordersOf, localTimeZone, stepWithin } from '../filters/index.js';
import type { OverviewFilter } from './rows.js';
import { requestOf } from './useOverview.js';
import { STATISTICS } from '../live/index.js';

const agingMs = 60_000;

/** What the series of a filter is asked with; its file too. */
export function seriesRequest(filter: OverviewFilter, now: Date) {
  return {
    ...requestOf(filter, bordersOf(filter.period, now)),
    step: stepWithin(filter.period, now),
    timeZone: localTimeZone(),
  };
}

/** The numbers over time, in buckets that suit the period. */
export function useSeries(filter: MaybeRefOrGetter<OverviewFilter>) {
  return useQuery({
    queryKey: computed(() => [STATISTICS, 'series', toValue(filter)] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getSeries, {
        query: seriesRequest(toValue(filter), new Date()),
        signal,
      }),
    refetchInterval: agingMs,
    placeholderData: keepPreviousData,
  });
}
