import { dashboardRoutes } from '@koi/contracts/http';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';

/** The stored ratings of a chatbot, or of all. */
export function useLeaderboard(chatbot: Ref<string>) {
  return useQuery({
    queryKey: computed(() => ['leaderboard', chatbot.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getLeaderboard, {
        query: { chatbot: chatbot.value || undefined },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function useRatingHistory(chatbot: Ref<string>, days: Ref<number>) {
  return useQuery({
    queryKey: computed(() => ['rating-history', chatbot.value, days.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getRatingHistory, {
        query: { chatbot: chatbot.value || undefined, days: days.value },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** Asks for new ratings; the page is told when they are there. */
export function useRefreshRatings() {
  return useMutation({ mutationFn: () => call(dashboardRoutes.refreshRatings, {}) });
}
