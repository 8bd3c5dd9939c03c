import { expect, test } from '@jest/globals';
import { WaitTimedOut, waitFor } from './wait-for.js';

test('returns what the condition answered', async () => {
  let looks = 0;

  expect(await waitFor(() => (++looks > 2 ? 'there' : undefined), { everyMs: 1 })).toBe('there');
});

test('throws when the time is over, with what it waited for and why', async () => {
  const waiting = waitFor(
    () => {
      throw new Error('no row yet');
    },
    { timeoutMs: 30, everyMs: 5, what: 'the vote' },
  );

  await expect(waiting).rejects.toThrow(WaitTimedOut);
  await expect(waiting).rejects.toThrow('Waited 30 ms for the vote: no row yet');
});
