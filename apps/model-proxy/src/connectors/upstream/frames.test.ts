import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventData, LineTooLong, lines } from './frames.js';

async function* cut(text: string, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8');
  const points = [
    ...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length]),
  ];
  points.sort((a, b) => a - b);
  for (const [index, from] of points.slice(0, -1).entries())
    yield bytes.subarray(from, points[index + 1]);
}

async function collect(frames: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const together of frames) all.push(...together);
  return all;
}

const payload = fc.array(
  fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('🐟', '👩‍👩‍👧', 'ä', '漢'))
    .map((text) => JSON.stringify({ text })),
  { minLength: 1, maxLength: 8 },
);
const places = fc.array(fc.nat(5_000), { maxLength: 30 });

describe('wherever the bytes are cut', () => {
  test.each(['\n', '\r\n'])('events come whole (line ends %j)', async (eol) => {
    await fc.assert(
      fc.asyncProperty(payload, places, fc.boolean(), async (frames, at, forgets) => {
        const text = frames
          .map((data) => `: comment${eol}event: x${eol}data: ${data}${eol}${eol}`)
          .join('');
        const sent = forgets ? text.slice(0, -eol.length) : text;
        expect(await collect(eventData(cut(sent, at)))).toEqual(frames);
      }),
    );
  });

  test('lines come whole', async () => {
    await fc.assert(
      fc.asyncProperty(payload, places, fc.boolean(), async (frames, at, forgets) => {
        const text = frames.join('\n\n') + (forgets ? '' : '\n');
        expect(await collect(lines(cut(text, at)))).toEqual(frames);
      }),
    );
  });
});

test.each([eventData, lines])('a line without end is refused', async (read) => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield Buffer.alloc(1024 * 1024, 'x');
  }
  await expect(collect(read(endless()))).rejects.toThrow(LineTooLong);
});
