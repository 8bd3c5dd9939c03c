import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader, FrameWriter } from './notification-frames.js';

test('any text comes back as it was, however long, in frames that Postgres takes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 4_000 }))),
      (texts) => {
        const sent = texts.map(([text, times]) => JSON.stringify(text.repeat(times)));
        const writer = new FrameWriter('node');
        const frames = sent.flatMap((json) => writer.frames('turns.a.b', json));
        const seen: [string, unknown][] = [];
        const reader = new FrameReader((topic, json) =>
          seen.push([topic, JSON.parse(json) as unknown]),
        );
        for (const frame of frames) reader.read(frame);

        expect(frames.every((frame) => Buffer.byteLength(frame) < 8_000)).toBe(true);
        expect(new Set(frames).size).toBe(frames.length);
        expect(seen).toEqual(sent.map((json) => ['turns.a.b', JSON.parse(json) as unknown]));
      },
    ),
    { numRuns: 50 },
  );
});

test('a message that lost a part is dropped, and the next one is not', () => {
  const writer = new FrameWriter('node');
  const long = writer.frames('a', JSON.stringify('x'.repeat(30_000)));
  const seen: string[] = [];
  const reader = new FrameReader((_, json) => seen.push(json));
  for (const frame of [...long.toSpliced(1, 1), ...writer.frames('a', '"next"')])
    reader.read(frame);
  expect(seen).toEqual(['"next"']);
});
