import type { ConversationView } from '@koi/contracts/http';
import { ProblemError, type Client } from '@koi/sdk/client';
import { useToasts } from '@koi/ui';
import type { QueryClient } from '@tanstack/vue-query';
import { v4 as randomUuid } from 'uuid';
import { computed, inject, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue';
import { queryKeys } from '../../app/query-keys.js';
import { storage } from '../../app/storage.js';
import { deliver } from './deliver.js';
import type { Statement, StatementOf } from './feedback-item.js';
import { createOutbox, type Outbox } from './outbox.js';

export const outboxKey: InjectionKey<Outbox> = Symbol('outbox');

function useOutbox(): Outbox {
  const outbox = inject(outboxKey);
  if (!outbox) throw new Error('useOutbox needs the outbox that main.ts provides.');
  return outbox;
}

/**
 * What waits to be sent of one kind about one thing. `pending` once a try did not get through: worth showing, unlike the
 * moment it normally takes.
 */
export function useWaiting<Kind extends Statement['kind']>(
  kind: Kind,
  targetId: MaybeRefOrGetter<string>,
) {
  const outbox = useOutbox();
  const item = computed(() =>
    outbox.waiting.value.find(
      (feedback) => feedback.kind === kind && feedback.targetId === toValue(targetId),
    ),
  );
  return {
    /** The body as it was said. */
    said: computed(() => item.value?.body as StatementOf<Kind>['body'] | undefined),
    pending: computed(() => (item.value?.tries ?? 0) > 0),
    say: (body: StatementOf<Kind>['body']): void =>
      outbox.put({ kind, targetId: toValue(targetId), body } as StatementOf<Kind>),
  };
}

/** The page's outbox: sends what an earlier visit left, and whenever the connection or another tab gives a reason. */
export function startOutbox(
  api: Client,
  queries: QueryClient,
  describe: (failure: unknown) => string,
): Outbox {
  const { show } = useToasts();
  const outbox = createOutbox({
    storage,
    newKey: () => randomUuid(),
    async deliver(feedback) {
      const change = await deliver(api, feedback);
      if (!change) return 'queued';
      queries.setQueriesData<ConversationView>(
        { queryKey: ['conversations', 'one'] },
        (conversation) =>
          conversation ? { ...conversation, turns: conversation.turns.map(change) } : conversation,
      );
      return 'stored';
    },
    onRefused(_, failure) {
      // The server already is where the person wanted it.
      if (failure instanceof ProblemError && failure.problem.code === 'nothing_to_undo') return;
      show(describe(failure), { tone: 'bad' });
      void queries.invalidateQueries({ queryKey: queryKeys.conversations });
    },
  });
  addEventListener('online', () => void outbox.flush());
  addEventListener('storage', () => outbox.reload());
  void outbox.flush();
  return outbox;
}
