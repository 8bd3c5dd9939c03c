import { dashboardRoutes, type CreateInviteBody, type InviteRecord } from '@koi/contracts/http';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { call } from '../../app/api.js';

const key = ['invites'] as const;

export interface InviteFilter {
  readonly state: InviteRecord['state'] | undefined;
  readonly search: string;
}

/** Invite links that a filter matches, the latest first. */
export function useInvites(filter: Ref<InviteFilter>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => [...key, filter.value] as const),
    queryFn: ({ pageParam, signal }) =>
      call(dashboardRoutes.listInvites, {
        query: {
          state: filter.value.state,
          search: filter.value.search || undefined,
          limit: 50,
          cursor: pageParam ?? undefined,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const invites = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { ...query, invites };
}

export function useCreateInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateInviteBody) => call(dashboardRoutes.createInvite, { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useRevokeInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (inviteId: string) => call(dashboardRoutes.revokeInvite, { params: { inviteId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}
