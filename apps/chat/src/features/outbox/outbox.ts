import { isPassing } from '@koi/sdk/client';
import { readonly, shallowRef, type DeepReadonly, type Ref } from 'vue';
import type { TextStorage } from '../../app/storage.js';
import { isFeedback, type Feedback, type Statement } from './feedback-item.js';

const STORAGE_KEY = 'koi-outbox';

/** How soon feedback that the server has queued but not stored is asked about again, in milliseconds. */
const QUEUED_AGAIN_MS = 1_500;

export interface OutboxDependencies {
  /** Sends one piece and, once it is stored, takes its receipt into the page's state. Throws as the client does. */
  readonly deliver: (feedback: Feedback) => Promise<'stored' | 'queued'>;
  /** The server refused for good; the piece is dropped and what it hid shows again. */
  readonly onRefused: (feedback: Feedback, failure: unknown) => void;
  readonly storage: TextStorage;
  readonly newKey: () => string;
  readonly later?: (run: () => void, ms: number) => void;
}

export interface Outbox {
  readonly waiting: DeepReadonly<Ref<readonly Feedback[]>>;
  put(statement: Statement): void;
  flush(): Promise<void>;
  /** Reads what another tab wrote. */
  reload(): void;
}

/**
 * Feedback on its way: shown at once, kept through reloads, sent again with the same key until the server has stored or
 * refused it. One piece of a kind a target: a later one replaces one that was not sent. What a page shows is the waiting
 * piece if there is one, else the server's state, so a refusal needs no undoing. Every change begins with what is in
 * storage, which the tabs of a browser share: none forgets what another has put there, and the key makes a piece that
 * two of them send count once.
 */
export function createOutbox(dependencies: OutboxDependencies): Outbox {
  const { deliver, onRefused, storage, newKey } = dependencies;
  const later = dependencies.later ?? ((run, ms) => void setTimeout(run, ms));
  const waiting = shallowRef<readonly Feedback[]>(read(storage));
  let running: Promise<void> | undefined;
  let retryPlanned = false;

  function change(next: (stored: readonly Feedback[]) => readonly Feedback[]): void {
    const items = next(read(storage));
    waiting.value = items;
    if (items.length > 0) storage.setItem(STORAGE_KEY, JSON.stringify(items));
    else storage.removeItem(STORAGE_KEY);
  }

  function put(statement: Statement): void {
    const isOther = ({ kind, targetId }: Feedback): boolean =>
      kind !== statement.kind || targetId !== statement.targetId;
    change((stored) => [...stored.filter(isOther), { ...statement, key: newKey(), tries: 0 }]);
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

  const drop = (sent: Feedback): void =>
    change((stored) => stored.filter(({ key }) => key !== sent.key));

  async function sendOne(feedback: Feedback): Promise<void> {
    try {
      // What is queued is safe, but the server does not tell it yet: until it does, the page goes by this piece.
      if ((await deliver(feedback)) === 'queued') return retryAfter(QUEUED_AGAIN_MS);
      drop(feedback);
    } catch (failure) {
      if (isPassing(failure)) return keepForLater(feedback);
      drop(feedback);
      onRefused(feedback, failure);
    }
  }

  function keepForLater({ key }: Feedback): void {
    change((stored) =>
      stored.map((item) => (item.key === key ? { ...item, tries: item.tries + 1 } : item)),
    );
    const tries = Math.max(1, ...waiting.value.map((item) => item.tries));
    retryAfter(Math.min(30_000, 1_000 * 2 ** (tries - 1)));
  }

  function retryAfter(ms: number): void {
    if (retryPlanned) return;
    retryPlanned = true;
    later(() => {
      retryPlanned = false;
      void flush();
    }, ms);
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
