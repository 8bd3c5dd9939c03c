import { gatewayRoutes, type CandidateView, type ConversationView } from '@koi/contracts/http';
import type { RankingReceipt } from '@koi/contracts/http';
import { ProblemError, type Client } from '@koi/sdk/client';
import { useToasts } from '@koi/ui';
import type { QueryClient } from '@tanstack/vue-query';
import { v4 as randomUuid } from 'uuid';
import { inject, type InjectionKey } from 'vue';
import { queryKeys } from '../../app/query-keys.js';
import { storage } from '../../app/storage.js';
import { createOutbox, type Feedback, type Outbox } from './outbox.js';

export const outboxKey: InjectionKey<Outbox> = Symbol('outbox');

export function useOutbox(): Outbox {
  const outbox = inject(outboxKey);
  if (!outbox) throw new Error('useOutbox needs the outbox that main.ts provides.');
  return outbox;
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
    deliver: (feedback) => deliver(api, queries, feedback),
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

async function deliver(api: Client, queries: QueryClient, feedback: Feedback): Promise<void> {
  const idempotencyKey = feedback.key;
  if (feedback.kind === 'vote') {
    const { value } = feedback;
    await api.call(gatewayRoutes.giveVote, {
      params: { candidateId: feedback.targetId },
      body: { value },
      idempotencyKey,
    });
    changeTurns(queries, (turn) => ({
      ...turn,
      candidates: turn.candidates.map((candidate) =>
        candidate.id === feedback.targetId
          ? { ...candidate, vote: value === 'undo' ? null : value }
          : candidate,
      ),
    }));
    return;
  }
  const outcome = feedback.value;
  const receipt = await api.call(gatewayRoutes.giveRanking, {
    params: { turnId: feedback.targetId },
    body: { outcome },
    idempotencyKey,
  });
  changeTurns(queries, (turn) =>
    turn.id === feedback.targetId
      ? {
          ...turn,
          ranking: outcome === 'undo' ? null : outcome,
          candidates: turn.candidates.map((candidate) => withModel(candidate, receipt)),
        }
      : turn,
  );
}

function withModel(candidate: CandidateView, { models }: RankingReceipt): CandidateView {
  const named = models?.find(({ candidateId }) => candidateId === candidate.id);
  return { ...candidate, model: named?.model ?? null };
}

function changeTurns(
  queries: QueryClient,
  change: (turn: ConversationView['turns'][number]) => ConversationView['turns'][number],
): void {
  queries.setQueriesData<ConversationView>(
    { queryKey: ['conversations', 'one'] },
    (conversation) =>
      conversation ? { ...conversation, turns: conversation.turns.map(change) } : conversation,
  );
}
