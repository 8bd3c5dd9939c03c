import { expect, test } from '@jest/globals';
import { keyState } from './key-state.js';

const now = new Date('2026-03-01T12:00:00Z');
const [past, future] = ['2026-03-01T12:00:00Z', '2026-03-01T12:00:01Z'];

test.each([
  [null, null, 'open'],
  [null, future, 'open'],
  [null, past, 'expired'],
  [past, future, 'revoked'],
  [past, past, 'revoked'],
])('a key revoked at %p that ends at %p is %s', (revokedAt, expiresAt, state) => {
  expect(keyState({ revokedAt, expiresAt }, now)).toBe(state);
});
