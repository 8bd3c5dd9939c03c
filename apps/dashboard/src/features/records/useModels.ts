import { dashboardRoutes, type BodyOf } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

const key = ['models'] as const;

/** All models. */
export function useModels() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(dashboardRoutes.listModels, { signal }),
  });
}

/** Names and draws are shown by chatbots and filters, too. */
function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      [key, ['chatbot-records'], ['filter-choices'], ['audit']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
}

interface NewModel {
  readonly modelId?: undefined;
  readonly body: BodyOf<typeof dashboardRoutes.createModel>;
}
interface ChangedModel {
  readonly modelId: string;
  readonly body: BodyOf<typeof dashboardRoutes.updateModel>;
}

export function useSaveModel() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (save: NewModel | ChangedModel) =>
      save.modelId === undefined
        ? call(dashboardRoutes.createModel, { body: save.body })
        : call(dashboardRoutes.updateModel, {
            params: { modelId: save.modelId },
            body: save.body,
          }),
    onSettled,
  });
}

export function useSwitchModel() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ modelId, enabled }: { modelId: string; enabled: boolean }) =>
      call(dashboardRoutes.switchModel, { params: { modelId }, body: { enabled } }),
    onSettled,
  });
}
