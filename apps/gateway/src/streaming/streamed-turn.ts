import type { Side } from '@koi/contracts';
import type { StoredTurn } from './turn-follower.js';

/** A turn as its readers are told of it, with what a completion says at its end. */
export interface StreamedTurn extends StoredTurn {
  readonly conversationId: string;
  readonly createdAt: Date;
  readonly candidates: readonly (StoredTurn['candidates'][number] & {
    readonly promptTokens: number | null;
    readonly completionTokens: number | null;
  })[];
}

/** A turn that has just been stored and of which nothing has been written; to read it again would only cost time. */
export function startingTurn(accepted: {
  readonly turnId: string;
  readonly conversationId: string;
  readonly createdAt: Date;
  readonly candidates: readonly { readonly id: string; readonly side: Side }[];
}): StreamedTurn {
  const { turnId: id, conversationId, createdAt, candidates } = accepted;
  return {
    id,
    conversationId,
    createdAt,
    state: 'pending',
    candidates: candidates.map((candidate) => ({
      id: candidate.id,
      side: candidate.side,
      state: 'queued',
      attempt: 0,
      text: '',
      finishReason: null,
      failureDetail: null,
      promptTokens: null,
      completionTokens: null,
    })),
  };
}
