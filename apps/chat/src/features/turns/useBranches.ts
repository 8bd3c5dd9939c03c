import {
  gatewayRoutes,
  newestLeaf,
  siblingTurns,
  type ConversationView,
  type PathStep,
  type TurnView,
} from '@koi/contracts/http';
import { useQueryClient } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useApi } from '../../app/api.js';
import { queryKeys } from '../../app/query-keys.js';

/** A place where the path could lead another way: versions of a message, or answers to it. */
interface Fork {
  readonly ids: readonly string[];
  readonly current: string;
  readonly choose: (id: string) => Promise<void>;
}

/** The branches of a conversation, and which of them is shown. */
export function useBranches(
  conversation: MaybeRefOrGetter<ConversationView | undefined>,
  path: MaybeRefOrGetter<readonly PathStep<TurnView>[]>,
  onChosen: (conversationId: string) => void,
) {
  const api = useApi();
  const queries = useQueryClient();
  const all = computed(() => toValue(conversation)?.turns ?? []);

  const versionsOf = (turn: TurnView): string[] =>
    siblingTurns(all.value, turn).map(({ id }) => id);

  /** Shows a path at once, and lets the server remember it. @throws what the server answered; then it is shown no more. */
  async function lead(candidateId: string | undefined): Promise<void> {
    const known = toValue(conversation);
    if (!known || !candidateId) return;
    const key = queryKeys.conversation(known.id);
    const show = (current: string | null): void =>
      void queries.setQueryData<ConversationView>(
        key,
        (view) => view && { ...view, currentCandidateId: current },
      );
    await queries.cancelQueries({ queryKey: key });
    show(candidateId);
    try {
      await api.call(gatewayRoutes.choosePath, {
        params: { conversationId: known.id },
        body: { candidateId },
      });
      onChosen(known.id);
    } catch (failure) {
      show(known.currentCandidateId);
      throw failure;
    }
  }

  const chooseAnswer = (candidateId: string): Promise<void> =>
    lead(newestLeaf(all.value, [candidateId]));
  async function chooseVersion(turnId: string): Promise<void> {
    const turn = all.value.find(({ id }) => id === turnId);
    await lead(
      newestLeaf(
        all.value,
        (turn?.candidates ?? []).map(({ id }) => id),
      ),
    );
  }

  /** The fork nearest to the end of the path: what the keyboard's "previous" and "next" speak of. */
  const lastFork = computed<Fork | undefined>(() => {
    for (const { turn, candidateId } of [...toValue(path)].reverse()) {
      const answers = turn.feedbackMode === 'rank' ? [] : turn.candidates.map(({ id }) => id);
      if (answers.length > 1) return { ids: answers, current: candidateId, choose: chooseAnswer };
      const versions = versionsOf(turn);
      if (versions.length > 1) return { ids: versions, current: turn.id, choose: chooseVersion };
    }
    return undefined;
  });

  async function step(by: -1 | 1): Promise<void> {
    const fork = lastFork.value;
    const next = fork?.ids[fork.ids.indexOf(fork.current) + by];
    if (next) await fork?.choose(next);
  }

  return { versionsOf, chooseAnswer, chooseVersion, step };
}
