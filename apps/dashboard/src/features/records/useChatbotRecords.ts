import { dashboardRoutes, type BodyOf } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { call } from '../../app/api.js';

const key = ['chatbot-records'] as const;

/** All chatbots. */
export function useChatbotRecords() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(dashboardRoutes.listChatbotRecords, { signal }),
  });
}

/** Titles and draws are shown by models and filters, too. */
function useRefresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      [key, ['models'], ['filter-choices'], ['audit']].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
}

export function useCreateChatbot() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (body: BodyOf<typeof dashboardRoutes.createChatbot>) =>
      call(dashboardRoutes.createChatbot, { body }),
    onSettled,
  });
}

export function useUpdateChatbot() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (input: {
      chatbotId: string;
      body: BodyOf<typeof dashboardRoutes.updateChatbot>;
    }) =>
      call(dashboardRoutes.updateChatbot, {
        params: { chatbotId: input.chatbotId },
        body: input.body,
      }),
    onSettled,
  });
}

/** Weights and roles alone, which can be set over koi.yaml's too. */
export function useSetDraw() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (input: { chatbotId: string; body: BodyOf<typeof dashboardRoutes.setDraw> }) =>
      call(dashboardRoutes.setDraw, { params: { chatbotId: input.chatbotId }, body: input.body }),
    onSettled,
  });
}

export function useSwitchChatbot() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ chatbotId, enabled }: { chatbotId: string; enabled: boolean }) =>
      call(dashboardRoutes.switchChatbot, { params: { chatbotId }, body: { enabled } }),
    onSettled,
  });
}
