import { gatewayRoutes, type ChatbotPage, type Participant } from '@koi/contracts/http';
import { ProblemError } from '@koi/sdk/client';
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';
import { askConsent, ConsentDeclined } from './consent.js';

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
    queryFn: async ({ signal }): Promise<Participant | null> =>
      (await api.call(gatewayRoutes.getMe, { signal })).participant,
  });

  /** The chatbot with the text to agree to; `fresh` asks the server, for the text may have changed. */
  const chatbotPage = (slug: string, fresh: boolean): Promise<ChatbotPage> =>
    queries.fetchQuery({
      queryKey: queryKeys.chatbot(slug),
      staleTime: fresh ? 0 : 60_000,
      queryFn: ({ signal }) => api.call(gatewayRoutes.getChatbot, { params: { slug }, signal }),
    });

  async function enter(slug: string, fresh: boolean): Promise<void> {
    const before = queries.getQueryData<ChatbotPage>(queryKeys.chatbot(slug));
    const { consent } = await chatbotPage(slug, fresh);
    const asked = consent && !consent.agreed ? consent : null;
    if (asked) await askConsent(asked.text, before?.consent?.agreed === true);
    const participant = await api.call(gatewayRoutes.enter, {
      body: { chatbot: slug, language: locale.value, ...(asked ? { agreed: asked.hash } : {}) },
    });
    queries.setQueryData(queryKeys.me, participant);
    if (asked)
      queries.setQueryData<ChatbotPage>(
        queryKeys.chatbot(slug),
        (page) => page && { ...page, consent: { ...asked, agreed: true } },
      );
  }

  /**
   * Runs a write as a participant: enters first where needed, and once more when the server says that the cookie or
   * the consent is missing, as after the text has changed.
   *
   * @throws ConsentDeclined when the person does not agree.
   */
  async function asParticipant<Result>(
    chatbot: string,
    write: () => Promise<Result>,
  ): Promise<Result> {
    try {
      const { consent } = await chatbotPage(chatbot, false);
      if (!me.data.value || (consent && !consent.agreed)) await enter(chatbot, false);
      return await write();
    } catch (failure) {
      const again =
        refusedWith(failure, 'unauthenticated') || refusedWith(failure, 'consent_required');
      if (!again || failure instanceof ConsentDeclined) throw failure;
      await enter(chatbot, true);
      return write();
    }
  }

  return { known: computed(() => Boolean(me.data.value)), loaded: me.isFetched, asParticipant };
}
