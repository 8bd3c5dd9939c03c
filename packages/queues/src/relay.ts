import type { Logger } from '@koi/observability';
import type { Relay as BullRelay } from 'bullmq';
import type { QueueBackend } from './backend.js';

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

/** The relay of this process. It reconnects by itself; trouble is logged, never thrown into the process. */
export function createRelay(
  backend: QueueBackend,
  options: { readonly name: string; readonly logger: Logger },
): Relay {
  const relay = backend.createRelay({ name: options.name, namespace: 'koi' });
  relay.on('error', (err: Error) => options.logger.warn({ err }, 'relay error'));
  relay.on('lag', (unread: number) => options.logger.warn({ unread }, 'relay inbox lags'));
  return new BullMqRelay(relay, options.logger);
}

/** Over BullMQ's relay, which is experimental upstream: nothing else of koi knows it. */
class BullMqRelay implements Relay {
  constructor(
    private readonly relay: BullRelay,
    private readonly logger: Logger,
  ) {}

  get nodeId(): string {
    return this.relay.nodeId;
  }

  async publish(
    topic: string,
    data: unknown,
    options: { readonly retainMs?: number } = {},
  ): Promise<void> {
    await this.relay.publish(
      topic,
      data,
      options.retainMs ? { retain: options.retainMs } : undefined,
    );
  }

  async subscribe(
    pattern: string,
    listener: (message: RelayedMessage) => void,
  ): Promise<() => Promise<void>> {
    const subscription = await this.relay.subscribe(pattern, ({ topic, data, retained }) => {
      try {
        listener({ topic, data, retained });
      } catch (err) {
        this.logger.error({ err, topic }, 'a relay listener failed');
      }
    });
    return () => subscription.unsubscribe();
  }

  async deleteRetained(topic: string): Promise<void> {
    await this.relay.deleteRetained(topic);
  }

  async close(): Promise<void> {
    await this.relay.close();
  }
}
