import { expect, test } from '@jest/globals';
import type { StreamEvent } from '@koi/contracts/events';
import fc from 'fast-check';
import { takeFrame } from './frame-events.js';

const delta = (offset: number, text: string): StreamEvent => ({
  type: 'delta',
  candidateId: 'c',
  offset,
  text,
});
const done: StreamEvent = {
  type: 'done',
  candidateId: 'c',
  state: 'completed',
  finishReason: 'stop',
};
const end: StreamEvent = { type: 'end', turnId: 't', state: 'completed' };

function frames(...events: StreamEvent[]): StreamEvent[][] {
  const waiting = [...events];
  const taken: StreamEvent[][] = [];
  while (waiting.length > 0) taken.push(takeFrame(waiting, 600));
  return taken;
}

test('what came in between is shown together', () => {
  expect(frames(delta(0, 'He'), delta(2, 'y'))).toEqual([[delta(0, 'He'), delta(2, 'y')]]);
});

test('the end of an answer comes after its text', () => {
  expect(frames(delta(0, 'Hey'), done, end)).toEqual([[delta(0, 'Hey')], [done, end]]);
});

test('much text is shown a part at a time, and no character in halves', () => {
  expect(frames(delta(9, 'a'.repeat(700)))).toEqual([
    [delta(9, 'a'.repeat(600))],
    [delta(609, 'a'.repeat(100))],
  ]);
  expect(frames(delta(0, `${'a'.repeat(599)}🐟`))).toEqual([[delta(0, `${'a'.repeat(599)}🐟`)]]);
});

test('nothing is lost, doubled or moved, however much comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 })),
      (texts) => {
        let text = '';
        const events = texts.map((part) => {
          const event = delta(text.length, part);
          text += part;
          return event;
        });
        let shown = '';
        for (const event of frames(...events, done, end).flat())
          if (event.type === 'delta') {
            expect(event.offset).toBe(shown.length);
            shown += event.text;
          }
        expect(shown).toBe(text);
      },
    ),
  );
});
