import { randomUUID } from 'node:crypto';
import type { Logger } from '@koi/observability';
import type { Relay as BullRelay } from 'bullmq';
import type { QueueBackend } from './backend.js';
import { within } from './within.js';

export interface RelayedMessage {
  readonly topic: string;
  readonly data: unknown;
  /** True for a topic's last retained message, given to who subscribes late. */
  readonly retained: boolean;
}

/**
 * Messages between the processes of one koi, without storage beyond the retained ones: token streams, stops, replies.
 * Topics are dot-separated; in patterns `*` is one segment and `>` any number at the end. Messages of one publisher
 * on one topic arrive in order; a message may be lost when its reader's connection breaks, so readers check offsets
 * and Postgres.
 */
export interface Relay {
  /** Names this process among the others; replies are sent to it. */
  readonly nodeId: string;
  /** Sends `data` (JSON, at most 512 KiB) to whoever listens now; `retainMs` keeps it for who subscribes later. */
  publish(topic: string, data: unknown, options?: { readonly retainMs?: number }): Promise<void>;
  /** Listens; the returned function ends it. An exact topic first gets its retained message. */
  subscribe(
    pattern: string,
    listener: (message: RelayedMessage) => void,
  ): Promise<() => Promise<void>>;
  deleteRetained(topic: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The relay of this process. It reconnects by itself; trouble is logged, never thrown into the process. Commands fail
 * after five seconds without an answer.
 */
export function createRelay(
  backend: QueueBackend,
  options: { readonly name: string; readonly logger: Logger },
): Relay {
  return new BullMqRelay(backend, options.name, options.logger);
}

/** Over BullMQ's relay, which is experimental upstream: nothing else of koi knows it. */
class BullMqRelay implements Relay {
  readonly nodeId = randomUUID().replaceAll('-', '');
  private relay: BullRelay;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly backend: QueueBackend,
    private readonly name: string,
    private readonly logger: Logger,
  ) {
    this.relay = this.connect();
  }

  async publish(
    topic: string,
    data: unknown,
    options: { readonly retainMs?: number } = {},
  ): Promise<void> {
    const retention = options.retainMs ? { retain: options.retainMs } : undefined;
    await within(this.ready().then((relay) => relay.publish(topic, data, retention)));
  }

  async subscribe(
    pattern: string,
    listener: (message: RelayedMessage) => void,
  ): Promise<() => Promise<void>> {
    let gaveUp = false;
    const subscribing = this.ready().then(async (relay) => {
      const subscription = await relay.subscribe(pattern, ({ topic, data, retained }) => {
        if (!gaveUp) this.tell(listener, { topic, data, retained });
      });
      if (gaveUp) await subscription.unsubscribe();
      return subscription;
    });
    try {
      const subscription = await within(subscribing);
      return () => within(subscription.unsubscribe());
    } catch (error) {
      gaveUp = true;
      subscribing.catch(() => undefined);
      throw error;
    }
  }

  async deleteRetained(topic: string): Promise<void> {
    await within(this.ready().then((relay) => relay.deleteRetained(topic)));
  }

  close(): Promise<void> {
    this.closing ??= within(this.relay.close()).catch((err: unknown) =>
      this.logger.warn({ err }, 'the relay did not close; its node expires by itself'),
    );
    return this.closing;
  }

  /** BullMQ never forgets that its first contact failed; nobody listens by then, so it is simply made anew. */
  private async ready(): Promise<BullRelay> {
    const { relay } = this;
    try {
      await relay.waitUntilReady();
    } catch (error) {
      if (this.closing) throw error;
      if (relay === this.relay) this.relay = this.connect();
      void relay.close().catch(() => undefined);
      await this.relay.waitUntilReady();
    }
    return this.relay;
  }

  private connect(): BullRelay {
    const relay = this.backend.createRelay({
      name: this.name,
      nodeId: this.nodeId,
      namespace: 'koi',
    });
    relay.on('error', (err: Error) => this.logger.warn({ err }, 'relay error'));
    relay.on('recovered', () =>
      this.logger.warn('the relay was away; messages may have passed by'),
    );
    relay.on('lag', (unread: number) => this.logger.warn({ unread }, 'relay inbox lags'));
    return relay;
  }

  private tell(listener: (message: RelayedMessage) => void, message: RelayedMessage): void {
    try {
      listener(message);
    } catch (err) {
      this.logger.error({ err, topic: message.topic }, 'a relay listener failed');
    }
  }
}
