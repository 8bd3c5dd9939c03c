import type { Redis } from 'ioredis';
import type { RelayWire, WireEvents, WireMessage } from './relay-wire.js';
import { isWild } from './topic-pattern.js';

/** The relay over Redis' own publish and subscribe. Retained messages are keys that expire. */
export class RedisWire implements RelayWire {
  private readonly subscriber: Redis;
  private readonly channels: string;
  private readonly keys: string;

  /** @param publisher is not closed here. */
  constructor(private readonly publisher: Redis) {
    this.subscriber = publisher.duplicate({ maxRetriesPerRequest: null, lazyConnect: true });
    // Channels, unlike keys, are shared by all databases of a server.
    this.channels = `koi:relay:${publisher.options.db ?? 0}:`;
    this.keys = 'koi:relay:kept:';
  }

  async open({ message, recovered, error }: WireEvents): Promise<void> {
    const { subscriber, channels } = this;
    subscriber.on('error', error);
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
    await subscriber.connect();
    // ioredis subscribes to everything again by itself.
    subscriber.on('ready', recovered);
  }

  async send(messages: readonly WireMessage[]): Promise<void> {
    const [only] = messages;
    // Before a pipeline takes its first command it copies every script BullMQ has defined on this client.
    if (messages.length === 1 && only && !only.retainMs) {
      await this.publisher.publish(this.channels + only.topic, only.json);
      return;
    }
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
    this.subscriber.disconnect();
    return Promise.resolve();
  }

  /** Redis' `*` knows no segments, so it lets through more than the pattern wants. */
  private glob(pattern: string): string {
    return this.channels + pattern.replaceAll('>', '*');
  }
}
