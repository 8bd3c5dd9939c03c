import { dashboardRoutes, type ChangeUserBody, type CreateUserBody } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

const key = ['users'] as const;

export const useUsers = () =>
  useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await call(dashboardRoutes.listUsers, { signal })).items,
  });

/** What an admin does to a user; each brings the list up to date. */
export function useUserChanges() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: key });
  return {
    create: useMutation({
      mutationFn: (body: CreateUserBody) => call(dashboardRoutes.createUser, { body }),
      onSuccess,
    }),
    change: useMutation({
      mutationFn: ({ userId, ...body }: ChangeUserBody & { userId: string }) =>
        call(dashboardRoutes.changeUser, { params: { userId }, body }),
      onSuccess,
    }),
    renewLink: useMutation({
      mutationFn: (userId: string) =>
        call(dashboardRoutes.renewPasswordLink, { params: { userId } }),
      onSuccess,
    }),
    endSessions: useMutation({
      mutationFn: (userId: string) => call(dashboardRoutes.endUserSessions, { params: { userId } }),
      onSuccess,
    }),
  };
}
