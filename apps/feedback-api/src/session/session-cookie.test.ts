import { expect, test } from '@jest/globals';
import { isOpenSession, SESSION_SECONDS, sessionText } from './session-cookie.js';

const now = new Date('2026-05-01T00:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000);

test('a session is open until it expires', () => {
  const text = sessionText('a token', now);

  expect(isOpenSession(text, 'a token', later(SESSION_SECONDS - 1))).toBe(true);
  expect(isOpenSession(text, 'a token', later(SESSION_SECONDS))).toBe(false);
});

test('a new token ends the sessions opened with the old one', () => {
  expect(isOpenSession(sessionText('old', now), 'new', now)).toBe(false);
});

test.each(['', 'admin', '01890000-0000-7000-8000-000000000001', 'admin.1e99.x', 'admin.NaN.x'])(
  '"%s" is no session',
  (text) => {
    expect(isOpenSession(text, 'a token', now)).toBe(false);
  },
);
