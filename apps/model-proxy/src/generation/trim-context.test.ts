import { describe, expect, test } from '@jest/globals';
import type { ChatMessage } from '@koi/contracts';
import fc from 'fast-check';
import { trimContext } from './trim-context.js';

/** A token a character, so that sizes can be seen. */
const count = (text: string): number => text.length;

const said = (role: ChatMessage['role'], content: string): ChatMessage => ({ role, content });
const system = said('system', 'S'.repeat(16));
const turn = (name: string, size = 16): ChatMessage[] => [
  said('user', name.repeat(size)),
  said('assistant', name.toUpperCase().repeat(size)),
];
const last = said('user', '?'.repeat(16));
const talk = [system, ...turn('a'), ...turn('b'), ...turn('c'), last];

test('a conversation that fits is left alone', () => {
  expect(trimContext(talk, { contextTokens: 1_000, maxTokens: 100 }, count)).toEqual({
    messages: talk,
    leftOut: 0,
  });
});

test('the oldest turns go, whole; the system message and the latest one stay', () => {
  // 90 % of 160 without the answer's 20 are 124: system and latest are 40, one turn is 40.
  const { messages, leftOut } = trimContext(talk, { contextTokens: 160, maxTokens: 20 }, count);

  expect(messages).toEqual([system, ...turn('b'), ...turn('c'), last]);
  expect(leftOut).toBe(2);
});

test('the answer’s room is the most it may write, or a quarter, and never over half', () => {
  const kept = (maxTokens?: number): number =>
    trimContext(talk, { contextTokens: 200, maxTokens }, count).messages.length;

  expect([kept(1), kept(), kept(10_000)]).toEqual([8, 6, 4]);
});

test('nothing but what has to stay, even where that is too much', () => {
  expect(trimContext(talk, { contextTokens: 10, maxTokens: 5 }, count)).toEqual({
    messages: [system, last],
    leftOut: 6,
  });
});

test('messages of a program that do not alternate are kept together with what they belong to', () => {
  const messages = [
    said('user', 'a'.repeat(16)),
    said('user', 'b'.repeat(16)),
    said('assistant', 'c'.repeat(16)),
    said('assistant', 'd'.repeat(16)),
    last,
  ];

  expect(trimContext(messages, { contextTokens: 100, maxTokens: 1 }, count)).toEqual({
    messages: [last],
    leftOut: 4,
  });
});

describe('whatever was said', () => {
  const message = fc.record({
    role: fc.constantFrom('user' as const, 'assistant' as const),
    content: fc.string({ maxLength: 60 }),
  });
  const conversation = fc
    .tuple(fc.option(fc.constant(system), { nil: undefined }), fc.array(message, { maxLength: 20 }))
    .map(([first, others]) => [...(first ? [first] : []), ...others, last]);
  const window = fc.record({
    contextTokens: fc.integer({ min: 1, max: 1_500 }),
    maxTokens: fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined }),
  });
  const size = (messages: readonly ChatMessage[]): number =>
    messages.reduce((sum, { content }) => sum + content.length + 4, 0);

  test('it is the system message and an end of the conversation, and says how much is missing', () => {
    fc.assert(
      fc.property(conversation, window, (messages, within) => {
        const trimmed = trimContext(messages, within, count);
        const head = messages[0] === system ? [system] : [];
        const rest = messages.slice(head.length);

        expect(trimmed.messages).toEqual([...head, ...rest.slice(trimmed.leftOut)]);
        expect(trimmed.messages.at(-1)).toBe(last);
      }),
    );
  });

  test('what is left begins with a user, where anything was left out', () => {
    fc.assert(
      fc.property(conversation, window, (messages, within) => {
        const trimmed = trimContext(messages, within, count);
        fc.pre(trimmed.leftOut > 0);
        expect(trimmed.messages.find(({ role }) => role !== 'system')?.role).toBe('user');
      }),
    );
  });

  test('it fits, unless it is only what has to stay; and a larger window never keeps less', () => {
    fc.assert(
      fc.property(
        conversation,
        window,
        fc.integer({ min: 0, max: 500 }),
        (messages, within, more) => {
          const trimmed = trimContext(messages, within, count);
          const answer = Math.min(
            within.maxTokens ?? within.contextTokens / 4,
            within.contextTokens / 2,
          );
          const turnsLeft = trimmed.messages.filter(({ role }) => role === 'assistant').length;
          if (turnsLeft > 0)
            expect(size(trimmed.messages)).toBeLessThanOrEqual(within.contextTokens * 0.9 - answer);
          const larger = { ...within, contextTokens: within.contextTokens + more };
          expect(trimContext(messages, larger, count).leftOut).toBeLessThanOrEqual(trimmed.leftOut);
        },
      ),
    );
  });

  test('trimming what was trimmed changes nothing', () => {
    fc.assert(
      fc.property(conversation, window, (messages, within) => {
        const { messages: once } = trimContext(messages, within, count);
        expect(trimContext(once, within, count)).toEqual({ messages: once, leftOut: 0 });
      }),
    );
  });
});
