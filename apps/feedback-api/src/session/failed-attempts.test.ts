import { expect, test } from '@jest/globals';
import { FailedAttempts } from './failed-attempts.js';

test('ten failures in a minute make an address wait until the minute is over; others go on', () => {
  let now = 0;
  const attempts = new FailedAttempts(() => now);
  for (let count = 0; count < 10; count += 1) {
    expect(attempts.waitSeconds('a')).toBe(0);
    attempts.add('a');
  }

  now = 15_000;
  expect(attempts.waitSeconds('a')).toBe(45);
  expect(attempts.waitSeconds('b')).toBe(0);

  now = 60_000;
  expect(attempts.waitSeconds('a')).toBe(0);
  attempts.add('a');
  expect(attempts.waitSeconds('a')).toBe(0);
});

test('a success forgets the failures before it', () => {
  const attempts = new FailedAttempts(() => 0);
  for (let count = 0; count < 10; count += 1) attempts.add('a');

  attempts.forget('a');

  expect(attempts.waitSeconds('a')).toBe(0);
});
