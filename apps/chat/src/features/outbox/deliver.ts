import { gatewayRoutes, type CandidateView, type TurnView } from '@koi/contracts/http';
import type { Client } from '@koi/sdk/client';
import type { Feedback } from './feedback-item.js';

/** How a turn changes once its feedback is stored. */
export type TurnChange = (turn: TurnView) => TurnView;

/** Sends one piece of feedback; `stored` says how the turn it is about looks now, `undefined` that it is only queued. */
export async function deliver(api: Client, feedback: Feedback): Promise<TurnChange | undefined> {
  const { kind, key: idempotencyKey, targetId } = feedback;
  const candidate = { params: { candidateId: targetId }, idempotencyKey };
  if (kind === 'vote') {
    const { body } = feedback;
    const receipt = await api.call(gatewayRoutes.giveVote, { ...candidate, body });
    const vote = body.value === 'undo' ? null : body.value;
    return stored(receipt, ofCandidate(targetId, { vote, voteReasons: body.reasons ?? [] }));
  }
  if (kind === 'ranking') {
    const { body } = feedback;
    const receipt = await api.call(gatewayRoutes.giveRanking, {
      params: { turnId: targetId },
      body,
      idempotencyKey,
    });
    return stored(receipt, (turn) =>
      turn.id === targetId
        ? {
            ...turn,
            ranking: body.outcome === 'undo' ? null : body.outcome,
            rankingReasons: body.reasons ?? [],
            rankingStrength: body.strength ?? null,
            candidates: turn.candidates.map((answer) => ({
              ...answer,
              model:
                receipt.models?.find((shown) => shown.candidateId === answer.id)?.model ?? null,
            })),
          }
        : turn,
    );
  }
  const { body } = feedback;
  const route = kind === 'correction' ? gatewayRoutes.giveCorrection : gatewayRoutes.giveComment;
  const receipt = await api.call(route, { ...candidate, body });
  return stored(receipt, ofCandidate(targetId, { [kind]: body.text }));
}

const stored = (
  { status }: { readonly status: 'stored' | 'queued' },
  change: TurnChange,
): TurnChange | undefined => (status === 'stored' ? change : undefined);

const ofCandidate =
  (id: string, change: Partial<CandidateView>): TurnChange =>
  (turn) => ({
    ...turn,
    candidates: turn.candidates.map((candidate) =>
      candidate.id === id ? { ...candidate, ...change } : candidate,
    ),
  });
