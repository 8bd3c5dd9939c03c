import type { RankingBody, VoteBody, WordsBody } from '@koi/contracts/http';
import { rankingChoice, voteChoice } from '@koi/contracts/terms';

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

/** What the page wrote there may be old, or not its own. What it holds besides its words the server judges. */
const said: Readonly<Record<Statement['kind'], (body: Record<string, unknown>) => boolean>> = {
  vote: ({ value }) => voteChoice.options.some((word) => word === value),
  ranking: ({ outcome }) => rankingChoice.options.some((word) => word === outcome),
  correction: isText,
  comment: isText,
};

function isText({ text }: Record<string, unknown>): boolean {
  return text === null || typeof text === 'string';
}

/** Whether something read from storage is a piece of feedback that can be sent. */
export function isFeedback(item: unknown): item is Feedback {
  if (!isObject(item)) return false;
  const { kind, key, targetId, tries, body } = item;
  return (
    typeof key === 'string' &&
    typeof targetId === 'string' &&
    typeof tries === 'number' &&
    typeof kind === 'string' &&
    Object.hasOwn(said, kind) &&
    isObject(body) &&
    said[kind as Statement['kind']](body)
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
