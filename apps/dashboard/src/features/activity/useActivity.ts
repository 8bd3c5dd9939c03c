import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { localTimeZone, startOf, stepOf, type RangeName } from '../filters/index.js';

const refreshMs = 10_000;

/** Feedback over time, in buckets that suit the range. */
export function useActivity(range: Ref<RangeName>, chatbot: Ref<string>) {
  return useQuery({
    queryKey: computed(() => ['series', range.value, chatbot.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getSeries, {
        query: {
          from: startOf(range.value, new Date())?.toISOString(),
          chatbot: chatbot.value || undefined,
          step: stepOf(range.value),
          timeZone: localTimeZone(),
        },
        signal,
      }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
}
