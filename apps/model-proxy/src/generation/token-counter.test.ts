import { expect, test } from '@jest/globals';
import { tokenCounter } from './token-counter.js';

// Counts as OpenAI's tokenizer page gives them for o200k_base.
test.each([
  ['', 0],
  ['hello world', 2],
  ['tiktoken is great!', 6],
  ['antidisestablishmentarianism', 6],
])('%j has %i tokens', async (text, tokens) => {
  const count = await tokenCounter();
  expect(count(text)).toBe(tokens);
});

test('what looks like a special token is text', async () => {
  const count = await tokenCounter();
  expect(count('<|endoftext|>')).toBeGreaterThan(1);
});

test('a very long word, and a very long text, are counted in little time', async () => {
  const count = await tokenCounter();
  const startedAt = performance.now();

  expect(count('a'.repeat(30_000))).toBeGreaterThan(1_000);
  const whole = count('The koi swims. '.repeat(60_000));

  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(whole / (60_000 * 5)).toBeGreaterThan(0.7);
  expect(whole / (60_000 * 5)).toBeLessThan(1.3);
});
