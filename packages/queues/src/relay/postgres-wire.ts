import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { FrameReader, FrameWriter } from './notification-frames.js';
import type { RelayWire, WireEvents, WireMessage } from './relay-wire.js';

const CHANNEL = 'koi_relay';
const RECONNECT_MS = 200;
const SWEEP_MS = 60_000;

/** Unlogged: what is kept for late readers may go with a crash, and costs no write-ahead log. */
export const RELAY_SCHEMA = `
  create schema if not exists koi_relay;
  create unlogged table if not exists koi_relay.kept (
    topic text primary key,
    json text not null,
    expires_at timestamptz not null
  )`;

const SEND = `
  with keep as (
    insert into koi_relay.kept (topic, json, expires_at)
    select topic, json, now() + ms * interval '1 millisecond'
    from unnest($2::text[], $3::text[], $4::integer[]) as k(topic, json, ms)
    on conflict (topic) do update set json = excluded.json, expires_at = excluded.expires_at
  )
  select pg_notify('${CHANNEL}', frame) from unnest($1::text[]) with ordinality as f(frame, place) order by place`;

/**
 * The relay over NOTIFY: every process hears every message and picks its own, and each batch is one transaction.
 * Its connections do not wait for the disk, since nothing that is relayed has to outlive a crash.
 */
export class PostgresWire implements RelayWire {
  private readonly pool: pg.Pool;
  private readonly writer: FrameWriter;
  private events: WireEvents | undefined;
  private listener: pg.Client | undefined;
  private sweeping: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly options: pg.PoolConfig,
    nodeId: string,
  ) {
    this.pool = new pg.Pool({ ...options, options: '-c synchronous_commit=off', max: 1 });
    this.pool.on('error', () => undefined);
    this.writer = new FrameWriter(nodeId);
  }

  async open(events: WireEvents): Promise<void> {
    this.events = events;
    await this.listen();
    this.sweeping = setInterval(() => {
      this.pool.query('delete from koi_relay.kept where expires_at < now()').catch(events.error);
    }, SWEEP_MS).unref();
  }

  async send(messages: readonly WireMessage[]): Promise<void> {
    const frames = messages.flatMap(({ topic, json }) => this.writer.frames(topic, json));
    // Of several for one topic the last is kept: a statement may not change a row twice.
    const kept = new Map(
      messages.filter(({ retainMs }) => retainMs).map((message) => [message.topic, message]),
    );
    await this.pool.query({
      name: 'relay-send',
      text: SEND,
      values: [
        frames,
        [...kept.keys()],
        [...kept.values()].map(({ json }) => json),
        [...kept.values()].map(({ retainMs }) => retainMs),
      ],
    });
  }

  async follow(): Promise<void> {}
  async unfollow(): Promise<void> {}

  async kept(topic: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ json: string }>({
      name: 'relay-kept',
      text: 'select json from koi_relay.kept where topic = $1 and expires_at > now()',
      values: [topic],
    });
    return rows[0]?.json;
  }

  async forget(topic: string): Promise<void> {
    await this.pool.query('delete from koi_relay.kept where topic = $1', [topic]);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.sweeping);
    await Promise.all([this.listener?.end(), this.pool.end()]);
  }

  private async listen(): Promise<void> {
    const listener = new pg.Client(this.options);
    const reader = new FrameReader((topic, json) => this.events?.message(topic, json));
    listener.on('notification', ({ payload }) => payload && reader.read(payload));
    listener.on('error', (error) => this.events?.error(error));
    this.listener = listener;
    try {
      await listener.connect();
      await listener.query(`listen ${CHANNEL}`);
    } catch (error) {
      void listener.end().catch(() => undefined);
      throw error;
    }
    listener.once('end', () => {
      this.events?.lost();
      void this.listenAgain();
    });
  }

  private async listenAgain(): Promise<void> {
    while (!this.closed) {
      try {
        await this.listen();
        this.events?.recovered();
        return;
      } catch (error) {
        this.events?.error(error);
        await sleep(RECONNECT_MS);
      }
    }
  }
}
