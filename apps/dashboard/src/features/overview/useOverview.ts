import { dashboardRoutes, type Overview } from '@koi/contracts/http';
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { call } from '../../app/api.js';
import { STATISTICS } from '../live/index.js';
import { bordersBefore, bordersOf, type Borders } from '../filters/index.js';
import type { OverviewFilter } from './rows.js';

/** Time goes on: what is counted back from now is asked for again, even when nothing was said. */
const agingMs = 60_000;

/** What a query of the statistics is asked with. */
export const requestOf = ({ chatbot, model, mode }: OverviewFilter, borders: Borders) => ({
  ...borders,
  chatbot: chatbot || undefined,
  model: model || undefined,
  mode: (mode || undefined) as 'vote' | 'rank' | 'none' | undefined,
});

/** The counts of a filter. */
export function useOverview(
  filter: MaybeRefOrGetter<OverviewFilter>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => [STATISTICS, 'overview', toValue(filter)] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getOverview, {
        query: requestOf(toValue(filter), bordersOf(toValue(filter).period, new Date())),
        signal,
      }),
    enabled: computed(() => toValue(enabled)),
    refetchInterval: agingMs,
    placeholderData: keepPreviousData,
  });
}

/** Counts of the equally long time before, and when that was. */
export interface EarlierOverview {
  readonly borders: Required<Borders>;
  readonly overview: Overview;
}

/** The counts of the equally long time before the filter's; null where there is none. */
export function useEarlierOverview(filter: MaybeRefOrGetter<OverviewFilter>) {
  return useQuery({
    queryKey: computed(() => [STATISTICS, 'overview', toValue(filter), 'earlier'] as const),
    queryFn: async ({ signal }): Promise<EarlierOverview | null> => {
      const borders = bordersBefore(toValue(filter).period, new Date());
      if (!borders) return null;
      const query = requestOf(toValue(filter), borders);
      return { borders, overview: await call(dashboardRoutes.getOverview, { query, signal }) };
    },
    refetchInterval: agingMs,
  });
}

export function useBreakdown(
  filter: MaybeRefOrGetter<OverviewFilter>,
  by: MaybeRefOrGetter<'chatbot' | 'model'>,
) {
  return useQuery({
    queryKey: computed(() => [STATISTICS, 'breakdown', toValue(filter), toValue(by)] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getBreakdown, {
        query: {
          ...requestOf(toValue(filter), bordersOf(toValue(filter).period, new Date())),
          by: toValue(by),
        },
        signal,
      }),
    refetchInterval: agingMs,
    placeholderData: keepPreviousData,
  });
}

const shownEvents = 12;

export function useLatestEvents(
  filter: MaybeRefOrGetter<Omit<OverviewFilter, 'period'>>,
  messages: MaybeRefOrGetter<boolean>,
) {
  return useQuery({
    queryKey: computed(() => [STATISTICS, 'events', toValue(filter), toValue(messages)] as const),
    queryFn: ({ signal }) => {
      const { chatbot, model, mode } = requestOf(
        { ...toValue(filter), period: { range: 'all' } },
        {},
      );
      return call(dashboardRoutes.listLatestEvents, {
        query: {
          ...{ chatbot, model, mode },
          messages: toValue(messages) ? 'true' : 'false',
          limit: shownEvents,
        },
        signal,
      });
    },
    placeholderData: keepPreviousData,
  });
}

/** What the nightly check of the numbers found. */
export function useRollupState() {
  return useQuery({
    queryKey: [STATISTICS, 'rollups'],
    queryFn: ({ signal }) => call(dashboardRoutes.getRollupState, { signal }),
    refetchInterval: agingMs,
  });
}
