import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AnswerReader } from './answer-reader.js';
import type { CandidateEvent } from './candidate-events.js';
import { formatEventId, parseEventId, type ReadPosition } from './stream-events.js';

type Published = Exclude<CandidateEvent, { type: 'done' }>;

/** A page that does as the reader says; an append that does not fit its text is an error. */
class Page {
  text = '';
  restarts = 0;
  constructor(private reader = new AnswerReader()) {}

  take(event: Published): void {
    this.apply(this.reader.take(event));
  }

  load(attempt: number, text: string): void {
    this.apply(this.reader.load(attempt, text));
  }

  /** Another gateway, which knows nothing but the position the page sends. */
  reconnect(): void {
    this.reader = new AnswerReader(parseEventId(formatEventId([this.reader.position]))?.[0]);
  }

  private apply(step: ReturnType<AnswerReader['take']>): void {
    if (step.type === 'append') {
      expect(step.offset).toBe(this.text.length);
      expect(step.text).not.toBe('');
      this.text += step.text;
    }
    if (step.type === 'restart') {
      this.restarts++;
      this.text = step.text;
    }
  }
}

/** What is published of one attempt: deltas that split no surrogate pair, with a snapshot now and then. */
function publications(graphemes: readonly string[], attempt: number): Published[] {
  let text = '';
  return graphemes.flatMap((part, index): Published[] => {
    const offset = text.length;
    text += part;
    const delta = { type: 'delta', attempt, offset, text: part } as const;
    return index % 3 === 2 ? [delta, { type: 'snapshot', attempt, text }] : [delta];
  });
}

const answer = fc.array(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 5 }),
    fc.constantFrom('🐟', '👩‍👩‍👧', 'é', '漢字', '\n\n', '𝒳'),
  ),
  { minLength: 1, maxLength: 25 },
);
const fates = fc.infiniteStream(
  fc.constantFrom('arrive', 'arrive', 'lost', 'doubled', 'late', 'reconnect'),
);

describe('whatever happens on the way', () => {
  test('the page never shows anything but a beginning of the text, and all of it in the end', () => {
    fc.assert(
      fc.property(answer, fates, (graphemes, fate) => {
        const whole = graphemes.join('');
        const page = new Page();
        const late: Published[] = [];
        for (const event of publications(graphemes, 1)) {
          const next = fate.next().value as string;
          if (next === 'lost') continue;
          if (next === 'late') {
            late.push(event);
            continue;
          }
          if (next === 'reconnect') page.reconnect();
          page.take(event);
          if (next === 'doubled') page.take(event);
          expect(whole.startsWith(page.text)).toBe(true);
        }
        for (const event of late.reverse()) page.take(event);
        expect(whole.startsWith(page.text)).toBe(true);

        page.load(1, whole);

        expect(page.text).toBe(whole);
        expect(page.restarts).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('of two attempts only the later one stays, in whatever order their events come', () => {
    fc.assert(
      fc.property(answer, answer, fc.infiniteStream(fc.nat()), (first, second, order) => {
        const page = new Page();
        const events = [...publications(first, 1), ...publications(second, 2)]
          .map((event) => ({ event, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at);
        let attempt = 0;
        for (const { event } of events) {
          page.take(event);
          attempt = Math.max(attempt, page.restarts);
        }

        page.load(2, second.join(''));

        expect(page.text).toBe(second.join(''));
        expect(page.restarts).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test('without a loss, the deltas alone give the whole text', () => {
    fc.assert(
      fc.property(answer, (graphemes) => {
        const page = new Page();
        for (const event of publications(graphemes, 1))
          if (event.type === 'delta') page.take(event);

        expect(page.text).toBe(graphemes.join(''));
      }),
    );
  });
});

test('a delta beyond a gap waits for the snapshot that fills it', () => {
  const page = new Page();

  page.take({ type: 'delta', attempt: 1, offset: 0, text: 'one ' });
  page.take({ type: 'delta', attempt: 1, offset: 8, text: 'three' });
  expect(page.text).toBe('one ');
  page.take({ type: 'snapshot', attempt: 1, text: 'one two three' });

  expect(page.text).toBe('one two three');
});

test('a delta that overlaps what is known adds only what is new', () => {
  const page = new Page();

  page.take({ type: 'snapshot', attempt: 1, text: 'a 🐟 swims' });
  page.take({ type: 'delta', attempt: 1, offset: 2, text: '🐟 swims by' });

  expect(page.text).toBe('a 🐟 swims by');
});

test('a new attempt whose beginning was missed changes nothing until its snapshot comes', () => {
  const page = new Page();

  page.take({ type: 'delta', attempt: 1, offset: 0, text: 'first' });
  page.take({ type: 'delta', attempt: 2, offset: 6, text: 'tail' });
  expect(page.text).toBe('first');
  page.take({ type: 'snapshot', attempt: 2, text: 'secondtail' });
  page.take({ type: 'delta', attempt: 1, offset: 5, text: ' again' });

  expect(page.text).toBe('secondtail');
  expect(page.restarts).toBe(1);
});

describe('event ids', () => {
  const position: fc.Arbitrary<ReadPosition> = fc.record({
    attempt: fc.nat(999_999_999),
    offset: fc.nat(999_999_999),
  });

  test('say again what was put into them', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 2 }), (positions) => {
        expect(parseEventId(formatEventId(positions))).toEqual(positions);
      }),
    );
  });

  test.each([undefined, '', '1', '1.', '1.2,', '-1.2', '1.2 ', '1e3.2', 'a.b', '1.9999999999'])(
    'made up as %p are none',
    (id) => {
      expect(parseEventId(id)).toBeUndefined();
    },
  );

  test('of any text are read without an error', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const positions = parseEventId(id);
        if (positions) expect(formatEventId(positions)).toMatch(/^\d/);
      }),
    );
  });
});
