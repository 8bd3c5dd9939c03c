import { expect, jest, test } from '@jest/globals';
import type { StreamEvent } from '@koi/contracts/events';
import { openTurnStream, type StreamConnection } from './turn-stream.js';

const turnId = '0192f0c0-0000-7000-8000-000000000001';
const candidateId = '0192f0c0-0000-7000-8000-000000000002';

/** A browser's EventSource, driven by the test: Node 20 has none. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  send(event: { readonly type: string; readonly [field: string]: unknown }): void {
    const { type } = event;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(event) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

function read(mayReconnect?: () => Promise<boolean>) {
  FakeEventSource.opened = [];
  const events: StreamEvent[] = [];
  const connections: StreamConnection[] = [];
  const stream = openTurnStream(turnId, {
    EventSource: FakeEventSource as unknown as typeof EventSource,
    onEvent: (event) => events.push(event),
    onConnection: (connection) => connections.push(connection),
    ...(mayReconnect ? { mayReconnect } : {}),
    retryMs: () => 1,
  });
  return { stream, events, connections };
}

const latest = () => FakeEventSource.opened.at(-1) as FakeEventSource;

test('events are typed, strangers are passed over, and the end closes the stream', () => {
  const { events, connections } = read();

  latest().send({ type: 'reset', candidateId, side: 'a', text: '' });
  latest().send({ type: 'delta', candidateId, offset: 0, text: 'Hi' });
  latest().send({ type: 'delta', candidateId, offset: 'later', text: 'Hi' });
  latest().send({ type: 'end', turnId, state: 'completed' });

  expect(events.map(({ type }) => type)).toEqual(['reset', 'delta', 'end']);
  expect(connections).toEqual(['open', 'closed']);
  expect(latest().readyState).toBe(FakeEventSource.CLOSED);
});

test('a broken connection is the browser’s to mend', () => {
  const { connections } = read();

  latest().send({ type: 'delta', candidateId, offset: 0, text: 'Hi' });
  latest().fail(0);
  latest().send({ type: 'delta', candidateId, offset: 2, text: '!' });

  expect(connections).toEqual(['open', 'reconnecting', 'open']);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test('a server that has lost its own connection says so, until text or its word that it is back', () => {
  const { connections, events } = read();

  for (const back of [
    { type: 'connection', state: 'back' },
    { type: 'delta', candidateId, offset: 0, text: 'Hi' },
  ]) {
    latest().send({ type: 'connection', state: 'lost' });
    latest().send(back);
  }

  expect(connections).toEqual(['reconnecting', 'open', 'reconnecting', 'open']);
  expect(events.map(({ type }) => type)).toEqual(['delta']);
  expect(FakeEventSource.opened).toHaveLength(1);
});

test('after a refusal a new stream is opened', async () => {
  const { connections } = read(async () => true);

  latest().fail(FakeEventSource.CLOSED);

  await expectEventually(() => FakeEventSource.opened.length === 2);
  expect(connections).toEqual(['reconnecting']);
});

test('a turn that is gone is given up', async () => {
  const mayReconnect = jest.fn(async () => false);
  const { connections } = read(mayReconnect);

  latest().fail(FakeEventSource.CLOSED);

  await expectEventually(() => connections.at(-1) === 'closed');
  expect(FakeEventSource.opened).toHaveLength(1);
});

async function expectEventually(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 2_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come true in two seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
