import type { Redis } from 'ioredis';
import type { RelayWire, WireEvents, WireMessage } from './relay-wire.js';
import { isWild } from './topic-pattern.js';

/** The relay over Redis' own publish and subscribe. Retained messages are keys that expire. */
export class RedisWire implements RelayWire {
  private readonly subscriber: Redis;
  /** A connection of its own: on one that BullMQ uses, every pipeline begins by copying all of BullMQ's scripts. */
  private readonly publisher: Redis;
  private readonly channels: string;
  private readonly keys: string;

  /** @param client says where to connect to. */
  constructor(client: Redis) {
    this.publisher = client.duplicate({ lazyConnect: true });
    this.subscriber = client.duplicate({ maxRetriesPerRequest: null, lazyConnect: true });
    // Channels, unlike keys, are shared by all databases of a server.
    this.channels = `koi:relay:${client.options.db ?? 0}:`;
    this.keys = 'koi:relay:kept:';
  }

  async open({ message, lost, recovered, error }: WireEvents): Promise<void> {
    const { publisher, subscriber, channels } = this;
    subscriber.on('error', error);
    // Its commands fail by themselves; the subscriber tells of a lost connection.
    publisher.on('error', () => undefined);
    subscriber.on('message', (channel: string, json: string) => {
      const topic = channel.slice(channels.length);
      message(topic, json, (pattern) => pattern === topic);
    });
    subscriber.on('pmessage', (glob: string, channel: string, json: string) =>
      message(
        channel.slice(channels.length),
        json,
        (pattern) => isWild(pattern) && this.glob(pattern) === glob,
      ),
    );
    await Promise.all([publisher.connect(), subscriber.connect()]);
    subscriber.on('close', lost);
    // ioredis subscribes to everything again by itself.
    subscriber.on('ready', recovered);
  }

  async send(messages: readonly WireMessage[]): Promise<void> {
    const batch = this.publisher.pipeline();
    for (const { topic, json, retainMs } of messages) {
      if (retainMs) batch.set(this.keys + topic, json, 'PX', retainMs);
      batch.publish(this.channels + topic, json);
    }
    const results = await batch.exec();
    const failed = results?.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
  }

  async follow(pattern: string): Promise<void> {
    if (isWild(pattern)) await this.subscriber.psubscribe(this.glob(pattern));
    else await this.subscriber.subscribe(this.channels + pattern);
  }

  async unfollow(pattern: string): Promise<void> {
    if (isWild(pattern)) await this.subscriber.punsubscribe(this.glob(pattern));
    else await this.subscriber.unsubscribe(this.channels + pattern);
  }

  async kept(topic: string): Promise<string | undefined> {
    return (await this.publisher.get(this.keys + topic)) ?? undefined;
  }

  async forget(topic: string): Promise<void> {
    await this.publisher.del(this.keys + topic);
  }

  close(): Promise<void> {
    this.publisher.disconnect();
    this.subscriber.disconnect();
    return Promise.resolve();
  }

  /** Redis' `*` knows no segments, so it lets through more than the pattern wants. */
  private glob(pattern: string): string {
    return this.channels + pattern.replaceAll('>', '*');
  }
}
