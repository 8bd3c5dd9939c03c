import { expect, test } from '@jest/globals';
import type { StreamEvent } from '@koi/contracts';
import { parseEventId, type CandidateEvent } from '@koi/contracts';
import fc from 'fast-check';
import { TurnFollower, type StoredTurn } from './turn-follower.js';

const TURN = '01890000-0000-7000-8000-000000000001';
const A = '01890000-0000-7000-8000-00000000000a';

/** A page: applies events like the real one does. */
function page() {
  let text = '';
  let lastId: string | undefined;
  const ends: string[] = [];
  const send = (event: StreamEvent, id: string): void => {
    lastId = id;
    if (event.type === 'reset') text = event.text;
    if (event.type === 'delta') {
      expect(event.offset).toBe(text.length);
      text += event.text;
    }
    if (event.type === 'done') ends.push(event.state);
    if (event.type === 'end') ends.push('end');
  };
  return { send, text: () => text, lastId: () => lastId, ends: () => ends };
}

const stored = (text: string, attempt = 1): StoredTurn => ({
  id: TURN,
  state: 'completed',
  candidates: [
    {
      id: A,
      side: 'a',
      state: 'completed',
      attempt,
      text,
      finishReason: 'stop',
      failureDetail: null,
    },
  ],
});

test('a finished turn is sent whole from Postgres and ends', () => {
  const reader = page();
  const follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], reader.send);

  follower.begin();
  follower.load(stored('Hello'));

  expect(reader.text()).toBe('Hello');
  expect(reader.ends()).toEqual(['completed', 'end']);
  expect(follower.done).toBe(true);
});

test('an answer started anew replaces what the page had', () => {
  const reader = page();
  const follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], reader.send);
  follower.begin();

  follower.take(A, { type: 'delta', attempt: 1, offset: 0, text: 'First try' });
  follower.take(A, { type: 'delta', attempt: 2, offset: 0, text: 'Second' });
  follower.take(A, { type: 'delta', attempt: 1, offset: 9, text: ' is late' });

  expect(reader.text()).toBe('Second');
});

test('a lost connection is told once, and anew when something was heard in between', () => {
  const told: unknown[] = [];
  const follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], (event, id) =>
    told.push([event.type === 'connection' ? event.state : event.type, id]),
  );
  const word = (offset: number, text: string): void =>
    void follower.take(A, { type: 'delta', attempt: 1, offset, text });

  word(0, 'Koi');
  for (const connected of [true, false, false, true, true, false]) follower.connected(connected);
  word(3, ' pond');
  follower.connected(false);
  follower.load(stored('Koi pond'));
  follower.connected(false);

  expect(told).toEqual([
    ['delta', '1.3'],
    ['lost', '1.3'],
    ['back', '1.3'],
    ['lost', '1.3'],
    ['delta', '1.8'],
    ['lost', '1.8'],
    ['done', '1.8'],
    ['end', '1.8'],
  ]);
});

test('a gap asks for a snapshot, an end for the row, and the snapshot fills the gap', () => {
  const reader = page();
  const follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], reader.send);
  follower.begin();
  expect(follower.mayLack).toBe(true);

  expect(follower.take(A, { type: 'delta', attempt: 1, offset: 4, text: 'pond' })).toBe('snapshot');
  expect(follower.mayLack).toBe(false);
  expect(follower.hasGap).toBe(true);
  // A snapshot that was on its way before that text: something is still missing.
  expect(follower.take(A, { type: 'snapshot', attempt: 1, text: 'Koi' })).toBe('nothing');
  expect(reader.text()).toBe('Koi');
  expect(follower.hasGap).toBe(true);
  expect(follower.take(A, { type: 'snapshot', attempt: 1, text: 'Koi pond' })).toBe('nothing');
  expect(reader.text()).toBe('Koi pond');
  expect(follower.hasGap).toBe(false);
  expect(
    follower.take(A, {
      type: 'done',
      attempt: 1,
      state: 'completed',
      finishReason: 'stop',
      length: 8,
    }),
  ).toBe('row');
});

/** What model-proxy may have published of `text` in one attempt: deltas in order, with snapshots in between. */
const publications = (text: string, cuts: readonly number[], attempt: number): CandidateEvent[] => {
  const points = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort(
    (x, y) => x - y,
  );
  return points.slice(1).flatMap((end, index): CandidateEvent[] => {
    const start = points[index] ?? 0;
    return [
      { type: 'delta', attempt, offset: start, text: text.slice(start, end) },
      { type: 'snapshot', attempt, text: text.slice(0, end) },
    ];
  });
};

test('whatever is lost, doubled or cut off by reconnects, the text is exactly what was written', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
      fc.array(fc.nat(200), { maxLength: 12 }),
      fc.infiniteStream(fc.constantFrom('take', 'lose', 'double', 'reconnect', 'reconnect anew')),
      fc.constantFrom(1, 2),
      (text, cuts, fates, attempts) => {
        const reader = page();
        let follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], reader.send);
        follower.begin();
        const events = Array.from({ length: attempts }, (_, index) =>
          publications(text, cuts, index + 1),
        ).flat();
        for (const event of events) {
          const fate = fates.next().value as string;
          if (fate === 'lose') continue;
          if (fate.startsWith('reconnect')) {
            const positions = fate === 'reconnect' ? parseEventId(reader.lastId()) : undefined;
            follower = new TurnFollower(TURN, [{ id: A, side: 'a' }], reader.send, positions);
            follower.begin();
          }
          follower.take(A, event);
          if (fate === 'double') follower.take(A, event);
        }
        follower.load(stored(text, attempts));

        expect(reader.text()).toBe(text);
      },
    ),
    { numRuns: 500 },
  );
});
