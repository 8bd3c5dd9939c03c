import { randomUUID } from 'node:crypto';
import type { Logger } from '@koi/observability';
import type { QueueBackend } from '../backend.js';
import { within } from '../within.js';
import type { RelayWire, WireMessage } from './relay-wire.js';
import { isWild, matches } from './topic-pattern.js';

export interface RelayedMessage {
  readonly topic: string;
  readonly data: unknown;
  /** True for a topic's last retained message, given to who subscribes late. */
  readonly retained: boolean;
}

/**
 * Messages between the processes of one koi, without storage beyond the retained ones: token streams, stops, replies.
 * Topics are dot-separated; in patterns `*` is one segment and `>` any number at the end. Messages of one publisher
 * on one topic arrive in order; a message may be lost when a connection breaks, and a retained one may come once more
 * as a live one, so readers check offsets and Postgres.
 */
export interface Relay {
  /** Names this process among the others; replies are sent to it. */
  readonly nodeId: string;
  /** Sends `data` (JSON, at most 512 KiB) to whoever listens now; `retainMs` keeps it for who subscribes later. */
  publish(topic: string, data: unknown, options?: { readonly retainMs?: number }): Promise<void>;
  /**
   * Listens; the returned function ends it. An exact topic first gets its retained message, which is not looked for on
   * one that is `isNew`: nobody else knows it yet.
   */
  subscribe(
    pattern: string,
    listener: (message: RelayedMessage) => void,
    options?: { readonly isNew?: boolean },
  ): Promise<() => Promise<void>>;
  /** Tells whether it is connected, now and at every change; the returned function ends it. */
  watch(watcher: (connected: boolean) => void): () => void;
  deleteRetained(topic: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The relay of this process. It reconnects by itself; trouble is logged, never thrown into the process. Commands fail
 * after five seconds without an answer.
 */
export function createRelay(backend: QueueBackend, logger: Logger): Relay {
  return new WiredRelay(backend, logger);
}

const LIMIT_BYTES = 512 * 1024;

interface Outgoing extends WireMessage {
  readonly taken: () => void;
  readonly refused: (error: unknown) => void;
}

interface Subscriber {
  readonly listener: (message: RelayedMessage) => void;
  /** Live messages that came before the retained one. */
  early: RelayedMessage[] | undefined;
}

/**
 * What is the same over every store. Messages that are published while others are on their way to the store go
 * together as soon as those are there, so that a busy process makes few round trips and an idle one waits for none.
 */
class WiredRelay implements Relay {
  readonly nodeId = randomUUID().replaceAll('-', '');
  private readonly subscribers = new Map<string, Set<Subscriber>>();
  private readonly wild = new Set<string>();
  private readonly watchers = new Set<(connected: boolean) => void>();
  /** Until the first connection is made or fails it is thought to come. */
  private connected = true;
  private wire: RelayWire;
  private opening: Promise<void> | undefined;
  private outbox: Outgoing[] = [];
  private sending = false;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly backend: QueueBackend,
    private readonly logger: Logger,
  ) {
    this.wire = backend.createRelayWire(this.nodeId);
    // Who waits for it hears of a failure, and tries again.
    this.ready().catch(() => undefined);
  }

  async publish(
    topic: string,
    data: unknown,
    { retainMs }: { readonly retainMs?: number } = {},
  ): Promise<void> {
    const json = JSON.stringify(data === undefined ? null : data);
    if (json.length > LIMIT_BYTES / 4 && Buffer.byteLength(json) > LIMIT_BYTES)
      throw new RangeError(`A message on ${topic} is larger than ${LIMIT_BYTES} bytes.`);
    await new Promise<void>((taken, refused) => {
      this.outbox.push({ topic, json, retainMs, taken, refused });
      void this.flush();
    });
  }

  async subscribe(
    pattern: string,
    listener: (message: RelayedMessage) => void,
    { isNew = false }: { readonly isNew?: boolean } = {},
  ): Promise<() => Promise<void>> {
    const subscriber: Subscriber = { listener, early: [] };
    const known = this.subscribers.get(pattern);
    const those = known ?? new Set();
    this.subscribers.set(pattern, those.add(subscriber));
    if (isWild(pattern)) this.wild.add(pattern);
    try {
      await within(this.follow(pattern, subscriber, isNew));
    } catch (error) {
      this.leave(pattern, subscriber).catch(() => undefined);
      throw error;
    }
    return () => within(this.leave(pattern, subscriber));
  }

  watch(watcher: (connected: boolean) => void): () => void {
    // One who watches twice is told twice.
    const watching = (connected: boolean): void => watcher(connected);
    this.watchers.add(watching);
    watching(this.connected);
    return () => void this.watchers.delete(watching);
  }

  async deleteRetained(topic: string): Promise<void> {
    await within(this.ready().then(() => this.wire.forget(topic)));
  }

  close(): Promise<void> {
    this.closing ??= within(this.wire.close()).catch((err: unknown) =>
      this.logger.warn({ err }, 'the relay did not close'),
    );
    return this.closing;
  }

  private async follow(pattern: string, subscriber: Subscriber, isNew: boolean): Promise<void> {
    await this.ready();
    // Also for a pattern that somebody follows already: following twice does no harm, and this one waits for it.
    const following = this.wire.follow(pattern);
    const kept =
      isNew || isWild(pattern) ? undefined : following.then(() => this.wire.kept(pattern));
    await following;
    const json = await kept;
    const { early = [] } = subscriber;
    subscriber.early = undefined;
    if (json !== undefined) this.give(subscriber, { topic: pattern, json, retained: true });
    for (const message of early) this.tell(subscriber, message);
  }

  private async leave(pattern: string, subscriber: Subscriber): Promise<void> {
    const those = this.subscribers.get(pattern);
    if (!those?.delete(subscriber) || those.size > 0) return;
    this.subscribers.delete(pattern);
    this.wild.delete(pattern);
    if (!this.closing) await this.wire.unfollow(pattern);
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.outbox.length > 0) {
      const batch = this.outbox;
      this.outbox = [];
      try {
        await within(this.ready().then(() => this.wire.send(batch)));
        for (const { taken } of batch) taken();
      } catch (error) {
        for (const { refused } of batch) refused(error);
      }
    }
    this.sending = false;
  }

  /** A wire that could not be opened is made anew for the next who needs it; nobody listens on it by then. */
  private ready(): Promise<void> {
    if (this.opening) return this.opening;
    const opening = this.wire.open({
      message: (topic, json, meant) => this.dispatch(topic, json, meant),
      lost: () => this.become(false),
      recovered: () => {
        this.logger.warn('the relay was away; messages may have passed by');
        this.become(true);
      },
      error: (err) => this.logger.warn({ err }, 'relay error'),
    });
    this.opening = opening;
    const opened = (): void => this.become(true);
    opening.then(opened, () => {
      if (this.closing) return;
      this.become(false);
      void this.wire.close().catch(() => undefined);
      this.wire = this.backend.createRelayWire(this.nodeId);
      this.opening = undefined;
    });
    return opening;
  }

  private become(connected: boolean): void {
    if (this.closing || connected === this.connected) return;
    this.connected = connected;
    for (const watcher of this.watchers) watcher(connected);
  }

  private dispatch(topic: string, json: string, meant?: (pattern: string) => boolean): void {
    const give = (pattern: string): void => {
      for (const subscriber of this.subscribers.get(pattern) ?? [])
        this.give(subscriber, { topic, json, retained: false });
    };
    if (!meant || meant(topic)) give(topic);
    for (const pattern of this.wild)
      if ((!meant || meant(pattern)) && matches(pattern, topic)) give(pattern);
  }

  private give(
    subscriber: Subscriber,
    { topic, json, retained }: { topic: string; json: string; retained: boolean },
  ): void {
    let data: unknown;
    try {
      data = JSON.parse(json);
    } catch (err) {
      this.logger.error({ err, topic }, 'the relay brought something that is not JSON');
      return;
    }
    const message = { topic, data, retained };
    if (subscriber.early) subscriber.early.push(message);
    else this.tell(subscriber, message);
  }

  private tell({ listener }: Subscriber, message: RelayedMessage): void {
    try {
      listener(message);
    } catch (err) {
      this.logger.error({ err, topic: message.topic }, 'a relay listener failed');
    }
  }
}
