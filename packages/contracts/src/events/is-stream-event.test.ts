import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isStreamEvent } from './is-stream-event.js';
import { streamEvent } from './stream-events.js';

const word = fc.string({ minLength: 1 });
const event = fc.oneof(
  fc.record({
    type: fc.constant('reset'),
    candidateId: fc.uuid(),
    side: fc.constantFrom('a', 'b'),
    text: fc.string(),
  }),
  fc.record({ type: fc.constant('delta'), candidateId: fc.uuid(), offset: fc.nat(), text: word }),
  fc.record({
    type: fc.constant('done'),
    candidateId: fc.uuid(),
    state: fc.constantFrom('completed', 'stopped', 'failed'),
    finishReason: fc.constantFrom('stop', 'length', 'error'),
  }),
  fc.record({ type: fc.constant('connection'), state: fc.constantFrom('lost', 'back') }),
  fc.record({
    type: fc.constant('end'),
    turnId: fc.uuid(),
    state: fc.constantFrom('completed', 'stopped', 'failed'),
  }),
);

test('every event of the schema is one for the page too', () => {
  fc.assert(
    fc.property(event, (sent) => {
      expect(streamEvent.safeParse(sent).success).toBe(true);
      expect(isStreamEvent(sent)).toBe(true);
    }),
  );
});

test('an event without one of its members, or of another type, is none', () => {
  fc.assert(
    fc.property(event, fc.nat(), (sent, nth) => {
      const names = Object.keys(sent);
      const { [names[nth % names.length] as 'type']: _, ...rest } = sent;
      expect(streamEvent.safeParse(rest).success).toBe(false);
      expect(isStreamEvent(rest)).toBe(false);
    }),
  );
  for (const other of [undefined, null, 'end', 4, [], { type: 'later' }, { type: 'toString' }])
    expect(isStreamEvent(other)).toBe(false);
});
