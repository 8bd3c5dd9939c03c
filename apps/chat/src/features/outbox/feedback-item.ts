import { rankingBody, voteBody, wordsBody } from '@koi/contracts/http';
import type { RankingBody, VoteBody, WordsBody } from '@koi/contracts/http';

/** What is said: the kind, what it is about (a turn for a ranking, else an answer), and the request's body. */
export type Statement =
  | { readonly kind: 'vote'; readonly targetId: string; readonly body: VoteBody }
  | { readonly kind: 'ranking'; readonly targetId: string; readonly body: RankingBody }
  | { readonly kind: WordsKind; readonly targetId: string; readonly body: WordsBody };
type WordsKind = 'correction' | 'comment';
export type StatementOf<Kind> = Statement & { readonly kind: Kind };

/** Feedback that the server has not confirmed yet. */
export type Feedback = Statement & {
  /** The idempotency key: however often it is sent, it counts once. */
  readonly key: string;
  /** How often sending did not get through. */
  readonly tries: number;
};

const bodies = { vote: voteBody, ranking: rankingBody, correction: wordsBody, comment: wordsBody };

/** Whether something read from storage is a piece of feedback that can be sent. */
export function isFeedback(item: unknown): item is Feedback {
  if (typeof item !== 'object' || item === null) return false;
  const { kind, key, targetId, tries, body } = item as Record<string, unknown>;
  return (
    typeof key === 'string' &&
    typeof targetId === 'string' &&
    typeof tries === 'number' &&
    typeof kind === 'string' &&
    Object.hasOwn(bodies, kind) &&
    bodies[kind as keyof typeof bodies].safeParse(body).success
  );
}
