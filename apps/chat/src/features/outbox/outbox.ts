import { rankingBody, voteBody, type RankingBody, type VoteBody } from '@koi/contracts/http';
import { isPassing } from '@koi/sdk/client';

import { readonly, shallowRef, type DeepReadonly, type Ref } from 'vue';
import type { TextStorage } from '../../app/storage.js';

const STORAGE_KEY = 'koi-outbox';

interface Item {
  /** The idempotency key: however often it is sent, it counts once. */
  readonly key: string;
  readonly targetId: string;
  /** How often sending did not get through. */
  readonly tries: number;
}

/** Feedback that the server has not confirmed yet. */
export type Feedback =
  | (Item & { readonly kind: 'vote'; readonly value: VoteWord })
  | (Item & { readonly kind: 'ranking'; readonly value: RankingWord });
type VoteWord = VoteBody['value'];
type RankingWord = RankingBody['outcome'];
type NewFeedback =
  | Pick<Extract<Feedback, { kind: 'vote' }>, 'kind' | 'targetId' | 'value'>
  | Pick<Extract<Feedback, { kind: 'ranking' }>, 'kind' | 'targetId' | 'value'>;

export interface OutboxDependencies {
  /** Sends one piece and takes its receipt into the page's state. Throws as the client does. */
  readonly deliver: (feedback: Feedback) => Promise<void>;
  /** The server refused for good; the piece is dropped and what it hid shows again. */
  readonly onRefused: (feedback: Feedback, failure: unknown) => void;
  readonly storage: TextStorage;
  readonly newKey: () => string;
  readonly later?: (run: () => void, ms: number) => void;
}

export interface Outbox {
  readonly waiting: DeepReadonly<Ref<readonly Feedback[]>>;
  put(feedback: NewFeedback): void;
  flush(): Promise<void>;
  /** Reads what another tab wrote. */
  reload(): void;
}

/**
 * Feedback on its way: shown at once, kept through reloads, sent again with the same key until the server confirms or
 * refuses it. One piece a target: a later press replaces one that was not sent. What a page shows is the waiting piece
 * if there is one, else the server's state, so a refusal needs no undoing.
 */
export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { deliver, onRefused, storage, newKey } = dependencies;
  const later = dependencies.later ?? ((run, ms) => void setTimeout(run, ms));
  const waiting = shallowRef<readonly Feedback[]>(read(storage));
  let running: Promise<void> | undefined;
  let retryPlanned = false;

  function write(next: readonly Feedback[]): void {
    waiting.value = next;
    if (next.length > 0) storage.setItem(STORAGE_KEY, JSON.stringify(next));
    else storage.removeItem(STORAGE_KEY);
  }

  function put(feedback: NewFeedback): void {
    const others = waiting.value.filter(({ targetId }) => targetId !== feedback.targetId);
    write([...others, { ...feedback, key: newKey(), tries: 0 }]);
    void flush();
  }

  function flush(): Promise<void> {
    running ??= sendAll().finally(() => (running = undefined));
    return running;
  }

  async function sendAll(): Promise<void> {
    const given = new Set<string>();
    for (;;) {
      const next = waiting.value.find(({ key }) => !given.has(key));
      if (!next) return;
      given.add(next.key);
      await sendOne(next);
    }
  }

  async function sendOne(feedback: Feedback): Promise<void> {
    try {
      await deliver(feedback);
      write(waiting.value.filter(({ key }) => key !== feedback.key));
    } catch (failure) {
      if (isPassing(failure)) return keepForLater(feedback);
      write(waiting.value.filter(({ key }) => key !== feedback.key));
      onRefused(feedback, failure);
    }
  }

  function keepForLater({ key }: Feedback): void {
    write(
      waiting.value.map((item) => (item.key === key ? { ...item, tries: item.tries + 1 } : item)),
    );
    if (retryPlanned) return;
    retryPlanned = true;
    const tries = Math.max(1, ...waiting.value.map((item) => item.tries));
    later(
      () => {
        retryPlanned = false;
        void flush();
      },
      Math.min(30_000, 1_000 * 2 ** (tries - 1)),
    );
  }

  return { waiting: readonly(waiting), put, flush, reload: () => (waiting.value = read(storage)) };
}

function read(storage: TextStorage): readonly Feedback[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isFeedback) : [];
  } catch {
    return [];
  }
}

function isFeedback(item: unknown): item is Feedback {
  if (typeof item !== 'object' || item === null) return false;
  const { kind, key, targetId, tries, value } = item as Record<string, unknown>;
  const words =
    kind === 'vote'
      ? voteBody.shape.value
      : kind === 'ranking'
        ? rankingBody.shape.outcome
        : undefined;
  return (
    typeof key === 'string' &&
    typeof targetId === 'string' &&
    typeof tries === 'number' &&
    words?.safeParse(value).success === true
  );
}
