import { gatewayRoutes, type Participant } from '@koi/contracts/http';
import { ProblemError } from '@koi/sdk/client';
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';
import { askConsent } from './consent.js';

const refusedWith = (failure: unknown, code: string): boolean =>
  failure instanceof ProblemError && failure.problem.code === code;

/** Who is at the page. Nobody is entered before they write something, and nobody without the consent asked for. */
export function useParticipant() {
  const api = useApi();
  const queries = useQueryClient();
  const { locale } = useI18n();

  const me = useQuery({
    queryKey: queryKeys.me,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Participant | null> => {
      try {
        return await api.call(gatewayRoutes.getMe, { signal });
      } catch (failure) {
        if (refusedWith(failure, 'unauthenticated')) return null;
        throw failure;
      }
    },
  });

  async function enter(consentText: string | null): Promise<void> {
    if (consentText !== null) await askConsent(consentText);
    const participant = await api.call(gatewayRoutes.enter, {
      body: { consent: consentText !== null, language: locale.value },
    });
    queries.setQueryData(queryKeys.me, participant);
  }

  /**
   * Runs a write as a participant: enters first where needed, and once more when the server says that the cookie or
   * the consent is missing.
   *
   * @throws ConsentDeclined when the person does not agree.
   */
  async function asParticipant<Result>(
    consentText: string | null,
    write: () => Promise<Result>,
  ): Promise<Result> {
    if (!me.data.value) await enter(consentText);
    try {
      return await write();
    } catch (failure) {
      const again =
        refusedWith(failure, 'unauthenticated') || refusedWith(failure, 'consent_required');
      if (!again) throw failure;
      await enter(consentText);
      return write();
    }
  }

  return { known: computed(() => Boolean(me.data.value)), asParticipant };
}
