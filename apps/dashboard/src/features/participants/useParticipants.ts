import { dashboardRoutes, type ParticipantRecord } from '@koi/contracts/http';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { call } from '../../app/api.js';
import { toWroteRequest, type WroteFilter } from './wrote-filter.js';

const key = ['participants'] as const;

export interface ParticipantFilter {
  readonly search: string;
  readonly invite: string | undefined;
  readonly kind: ParticipantRecord['kind'] | undefined;
  readonly counted: 'counted' | 'excluded' | undefined;
  readonly wrote: WroteFilter | undefined;
}

/** Participants that a filter matches, the latest first. */
export function useParticipants(filter: Ref<ParticipantFilter>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...key, 'list', filter.value] as const),
    queryFn: ({ pageParam, signal }) => {
      const { search, wrote, ...rest } = filter.value;
      return call(dashboardRoutes.listParticipants, {
        query: {
          ...rest,
          ...(wrote ? toWroteRequest(wrote, new Date()) : {}),
          search: search || undefined,
          limit: 50,
          cursor: pageParam ?? undefined,
        },
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const participants = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, participants };
}

export function useParticipant(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => [...key, 'one', toValue(id)] as const),
    queryFn: ({ signal }) =>
      call(dashboardRoutes.getParticipant, { params: { participantId: toValue(id) }, signal }),
  });
}

export function useParticipantConversations(id: MaybeRefOrGetter<string>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...key, 'conversations', toValue(id)] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listParticipantConversations, {
        params: { participantId: toValue(id) },
        query: { limit: 50, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const conversations = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, conversations };
}

/** Leaves somebody out of the numbers, or puts them back; every number may change. */
export function useExclusion() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, excluded }: { id: string; excluded: boolean }) =>
      call(dashboardRoutes.setParticipantExclusion, {
        params: { participantId: id },
        body: { excluded },
      }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useErasure() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (participantId: string) =>
      call(dashboardRoutes.eraseParticipantRecord, { params: { participantId } }),
    onSuccess: (_, participantId) => {
      queries.removeQueries({ queryKey: [...key, 'one', participantId] });
      queries.removeQueries({ queryKey: [...key, 'conversations', participantId] });
      return queries.invalidateQueries({ queryKey: [...key, 'list'] });
    },
  });
}
