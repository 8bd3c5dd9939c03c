import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  candidateTopic,
  streamEvent,
  WANT_PATTERN,
  wantTopic,
  type CandidateEvent,
  type ConversationView,
  type StreamEvent,
} from '@koi/contracts';
import { newId, TurnEntity } from '@koi/database';
import { waitFor } from '@koi/testing';
import { createParser } from 'eventsource-parser';
import { RunningGateway, type Guest } from './running-gateway.js';

const TEXT = 'Koi are 🐟 carp, bred for their colours.\n\nThey live long.';

let gateway: RunningGateway;
/** Another gateway on the same database and queues. */
let replica: RunningGateway;
let guest: Guest;
let slug: string;

beforeAll(async () => {
  gateway = await RunningGateway.start();
  replica = await RunningGateway.start(gateway.database);
  guest = await gateway.guest();
  slug = await gateway.chatbot('vote');
});
afterAll(async () => {
  await replica.app.close();
  await gateway.close();
});

/** A page that reads a turn's events as a browser does. */
class Reader {
  text = '';
  lastId: string | undefined;
  readonly types: string[] = [];
  readonly ended: Promise<void>;
  private readonly aborting = new AbortController();

  constructor(from: RunningGateway, turnId: string, lastEventId?: string, text = '') {
    this.text = text;
    this.ended = this.read(from, turnId, lastEventId).catch((error: unknown) => {
      if (!this.aborting.signal.aborted) throw error;
    });
  }

  leave(): void {
    this.aborting.abort();
  }

  private async read(from: RunningGateway, turnId: string, lastEventId?: string): Promise<void> {
    const response = await fetch(`${from.url}/api/turns/${turnId}/events`, {
      headers: { cookie: guest.cookie, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      signal: this.aborting.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const parser = createParser({
      onEvent: ({ event, data, id }) => {
        const parsed = streamEvent.parse(JSON.parse(data));
        expect(event).toBe(parsed.type);
        this.lastId = id;
        this.take(parsed);
      },
    });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? [])
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  }

  private take(event: StreamEvent): void {
    this.types.push(event.type);
    if (event.type === 'reset') this.text = event.text;
    if (event.type === 'delta') {
      expect(event.offset).toBe(this.text.length);
      this.text += event.text;
    }
  }
}

/** A turn whose answer this test writes, as model-proxy would. */
async function turn() {
  const response = await gateway.ask('POST', '/api/conversations', {
    as: guest,
    body: { chatbot: slug, text: 'Tell me about koi.' },
    headers: { 'idempotency-key': newId() },
  });
  const view = (await response.json()) as ConversationView;
  const turnId = view.turns[0]?.id ?? '';
  const candidateId = view.turns[0]?.candidates[0]?.id ?? '';
  let written = 0;
  const publish = (event: CandidateEvent) =>
    gateway.relay.publish(candidateTopic(turnId, candidateId), event, {
      ...(event.type === 'snapshot' ? { retainMs: 60_000 } : {}),
    });
  return {
    turnId,
    candidateId,
    publish,
    /** Writes up to `end` by deltas of a few characters. */
    async write(end: number): Promise<void> {
      while (written < end) {
        const part = [...TEXT.slice(written)].slice(0, 5).join('');
        await publish({ type: 'delta', attempt: 1, offset: written, text: part });
        written += part.length;
      }
    },
    /** Writes some characters whose message never arrives. */
    lose(length: number): void {
      written += length;
    },
    snapshot: () => publish({ type: 'snapshot', attempt: 1, text: TEXT.slice(0, written) }),
    async finish(): Promise<void> {
      await gateway.endTurn(turnId, ['completed'], TEXT);
      await publish({
        type: 'done',
        attempt: 1,
        state: 'completed',
        finishReason: 'stop',
        length: TEXT.length,
      });
    },
  };
}

/** Subscribed: the reader has its first event, and the relay has had a moment to take the subscription. */
async function listening(...readers: Reader[]): Promise<void> {
  await waitFor(() => readers.every(({ types }) => types.length > 0), { what: 'first events' });
  await new Promise((resolve) => setTimeout(resolve, 150));
}

test('ten readers at two gateways read the same text while it is written', async () => {
  const writing = await turn();
  const readers = Array.from(
    { length: 10 },
    (_, index) => new Reader(index % 2 ? gateway : replica, writing.turnId),
  );
  await listening(...readers);

  await writing.write(TEXT.length);
  await waitFor(() => readers.every(({ text }) => text === TEXT), { what: 'the text at everyone' });
  await writing.finish();
  await Promise.all(readers.map(({ ended }) => ended));

  for (const { types } of readers) {
    expect(types.at(0)).toBe('reset');
    expect(types.slice(-2)).toEqual(['done', 'end']);
    expect(types.filter((type) => type === 'delta').length).toBeGreaterThan(1);
  }
});

test('the page that sent the message finds what was written before it came, without a snapshot', async () => {
  const writing = await turn();
  const wanted: string[] = [];
  const unsubscribe = await replica.relay.subscribe(WANT_PATTERN, ({ topic }) => {
    if (topic === wantTopic(writing.turnId)) wanted.push(topic);
  });
  await writing.write(20);

  const page = new Reader(gateway, writing.turnId);
  await waitFor(() => page.text.length >= 20, { what: 'what was written before' });
  await writing.write(TEXT.length);
  await writing.finish();
  await page.ended;
  await unsubscribe();

  expect(page.text).toBe(TEXT);
  expect(page.types.filter((type) => type === 'reset')).toHaveLength(1);
  expect(wanted).toEqual([]);
});

test('a late reader gets the snapshot and goes on from it', async () => {
  const writing = await turn();
  await writing.write(20);
  await writing.snapshot();

  const reader = new Reader(replica, writing.turnId);
  await waitFor(() => reader.text.length >= 20, { what: 'the snapshot' });
  await writing.write(TEXT.length);
  await writing.finish();
  await reader.ended;

  expect(reader.text).toBe(TEXT);
});

test('a reader who came late, or lost something, asks the writer for a snapshot', async () => {
  const writing = await turn();
  const wanted: string[] = [];
  const unsubscribe = await gateway.relay.subscribe(WANT_PATTERN, ({ topic }) => {
    if (topic !== wantTopic(writing.turnId)) return;
    wanted.push(topic);
    void writing.snapshot();
  });
  await writing.write(20);

  const reader = new Reader(replica, writing.turnId);
  await waitFor(() => reader.text.length >= 20, { what: 'the text so far' });
  expect(wanted).toHaveLength(1);
  writing.lose(10);
  await new Promise((resolve) => setTimeout(resolve, 250));
  await writing.write(TEXT.length);
  await waitFor(() => reader.text === TEXT, { what: 'all of the text' });
  expect(wanted.length).toBeGreaterThan(1);
  await writing.finish();
  await reader.ended;
  await unsubscribe();

  expect(reader.text).toBe(TEXT);
});

test('a reader that reconnects elsewhere goes on where it was', async () => {
  const writing = await turn();
  const first = new Reader(gateway, writing.turnId);
  await listening(first);
  await writing.write(15);
  await waitFor(() => first.text.length >= 15, { what: 'the beginning' });
  first.leave();
  await first.ended;
  await writing.write(40);
  await writing.snapshot();

  const second = new Reader(replica, writing.turnId, first.lastId, first.text);
  await waitFor(() => second.text.length >= 40, { what: 'what was missed' });
  await writing.write(TEXT.length);
  await writing.finish();
  await second.ended;

  expect(second.text).toBe(TEXT);
  expect(second.types).not.toContain('reset');
});

test('an answer that has ended comes from Postgres, whole or from where one was', async () => {
  const writing = await turn();
  await writing.finish();

  const whole = new Reader(gateway, writing.turnId);
  const rest = new Reader(gateway, writing.turnId, '1.10', TEXT.slice(0, 10));
  await Promise.all([whole.ended, rest.ended]);

  expect([whole.text, rest.text]).toEqual([TEXT, TEXT]);
  expect(rest.types).toEqual(['delta', 'done', 'end']);
});

test('an end whose message was lost is found in Postgres', async () => {
  const writing = await turn();
  const reader = new Reader(gateway, writing.turnId);
  await listening(reader);

  await gateway.endTurn(writing.turnId, ['completed'], TEXT);
  await reader.ended;

  expect(reader.text).toBe(TEXT);
});

test('a gateway that has lost its connections says so on the stream, which goes on when they are back', async () => {
  const writing = await turn();
  const reader = new Reader(gateway, writing.turnId);
  await listening(reader);
  await writing.write(20);
  await waitFor(() => reader.text.length >= 20, { what: 'the beginning' });

  await gateway.dataSource.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await waitFor(() => reader.types.filter((type) => type === 'connection').length === 2, {
    what: 'the loss to be told, and its end',
  });
  await writing.write(TEXT.length);
  await writing.snapshot();
  await writing.finish();
  await reader.ended;

  expect(reader.text).toBe(TEXT);
});

test('a quiet stream has a sign of life in it, which is no event', async () => {
  const lively = await RunningGateway.start(gateway.database, { KOI_HEARTBEAT_SECONDS: '1' });
  const writing = await turn();
  const response = await fetch(`${lively.url}/api/turns/${writing.turnId}/events`, {
    headers: { cookie: guest.cookie },
  });
  const reading = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let stream = '';
  const comments = (): number => stream.match(/^:.*\n\n/gm)?.length ?? 0;
  while (reading && comments() < 2) stream += (await reading.read()).value ?? '';

  const events: string[] = [];
  createParser({ onEvent: ({ event }) => void events.push(event ?? '') }).feed(stream);
  expect(events).toEqual(['reset']);
  await reading?.cancel();
  await lively.app.close();
});

describe('ownership', () => {
  test('is checked at the start and on every resume', async () => {
    const { turnId } = await turn();
    const stranger = await gateway.guest();

    for (const headers of [{}, { 'last-event-id': '1.3' }] as Record<string, string>[])
      expect(
        (await gateway.ask('GET', `/api/turns/${turnId}/events`, { as: stranger, headers })).status,
      ).toBe(404);
  });

  test('ends with the conversation: a deleted one streams no more', async () => {
    const { turnId } = await turn();
    await gateway.dataSource.query(
      `update conversation set deleted_at = now() where id = (select conversation_id from turn where id = $1)`,
      [turnId],
    );

    const response = await gateway.ask('GET', `/api/turns/${turnId}/events`, { as: guest });

    expect(response.status).toBe(404);
  });
});

test('stop leaves a mark in Postgres and a message on the relay', async () => {
  const { turnId } = await turn();
  const heard: string[] = [];
  await replica.relay.subscribe('stops.*', ({ topic }) => heard.push(topic));

  const response = await gateway.ask('POST', `/api/turns/${turnId}/stop`, { as: guest });

  expect(response.status).toBe(202);
  await waitFor(() => heard.includes(`stops.${turnId}`), { what: 'the stop message' });
  const stored = await gateway.dataSource.manager.findOneByOrFail(TurnEntity, { id: turnId });
  expect(stored.stopRequestedAt).toBeInstanceOf(Date);
});

test('a stopping gateway ends its streams, so that readers go elsewhere', async () => {
  const writing = await turn();
  const third = await RunningGateway.start(gateway.database);
  const reader = new Reader(third, writing.turnId);
  await listening(reader);

  await third.app.close();
  await reader.ended;

  expect(reader.types).not.toContain('end');
});
