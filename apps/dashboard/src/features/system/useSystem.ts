import { dashboardRoutes, type DeadLetter, type QueueName } from '@koi/contracts/http';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';

const LETTERS = ['dead-letters'] as const;
const SYSTEM = ['system'] as const;

/** Lags and counts of jobs change all the time and are told by nobody: asked for every few seconds. */
export const useSystem = () =>
  useQuery({
    queryKey: SYSTEM,
    queryFn: ({ signal }) => call(dashboardRoutes.getSystem, { signal }),
    refetchInterval: 5_000,
  });

/** Of one queue, or of all. */
export const useDeadLetters = (queue: Ref<QueueName | undefined>) =>
  useQuery({
    queryKey: computed(() => [...LETTERS, queue.value] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.listDeadLetters, { query: { queue: queue.value }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });

export const useIntake = () =>
  useQuery({
    queryKey: ['feedback-intake'],
    queryFn: ({ signal }) => call(dashboardRoutes.getFeedbackIntake, { query: {}, signal }),
    refetchInterval: 5_000,
  });

/** Which refused feedback is shown: of one cause or of all, since a moment. */
export interface RefusalFilter {
  readonly code: string | undefined;
  readonly from: string;
}

/** Refused feedback, the latest first; asked for once it is shown. */
export function useRefusals(filter: Ref<RefusalFilter | undefined>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['refused-feedback', filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listRefusedFeedback, {
        query: { ...filter.value, limit: 20, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: computed(() => filter.value !== undefined),
  });
  const items = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, items };
}

type LetterId = Pick<DeadLetter, 'queue' | 'jobId'>;

/** Putting a dead letter back, as it is or mended, and away. */
export function useDeadLetterChanges() {
  const queries = useQueryClient();
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: LETTERS });
    void queries.invalidateQueries({ queryKey: SYSTEM });
  };
  return {
    retry: useMutation({
      mutationFn: ({ queue, jobId, payload }: LetterId & { payload?: DeadLetter['payload'] }) =>
        call(dashboardRoutes.retryDeadLetter, {
          params: { queue, jobId },
          body: payload === undefined ? {} : { payload },
        }),
      onSuccess,
    }),
    drop: useMutation({
      mutationFn: ({ queue, jobId }: LetterId) =>
        call(dashboardRoutes.dropDeadLetter, { params: { queue, jobId } }),
      onSuccess,
    }),
  };
}
