import { gatewayRoutes } from '@koi/contracts/http';
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';

/** What a link opens, and coming in by it. Looking uses nothing up: only `redeem` does. */
export function useInvite(token: MaybeRefOrGetter<string>, onRedeemed: (slugs: string[]) => void) {
  const api = useApi();
  const queries = useQueryClient();
  const { locale } = useI18n();

  const invite = useQuery({
    queryKey: queryKeys.invite(toValue(token)),
    staleTime: 0,
    retry: false,
    queryFn: ({ signal }) =>
      api.call(gatewayRoutes.lookAtInvite, { body: { token: toValue(token) }, signal }),
  });

  const redeeming = useMutation({
    mutationFn: () =>
      api.call(gatewayRoutes.redeemInvite, {
        body: {
          token: toValue(token),
          agreed: invite.data.value?.consents.map(({ hash }) => hash) ?? [],
          language: locale.value,
        },
      }),
    onSuccess: async ({ participant, chatbots }) => {
      queries.setQueryData(queryKeys.me, participant);
      await queries.invalidateQueries({ queryKey: queryKeys.chatbots });
      onRedeemed(chatbots);
    },
    // The text may have changed, or the last use gone: show what holds now.
    onError: () => void invite.refetch(),
  });

  return { invite, redeeming };
}
