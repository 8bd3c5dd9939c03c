import { setTimeout as delay } from 'node:timers/promises';

/** The condition did not come true in time. The cause is its last failure, if it threw. */
export class WaitTimedOut extends Error {
  override readonly name = 'WaitTimedOut';
}

export interface WaitOptions {
  /** Default 10,000. */
  readonly timeoutMs?: number;
  /** Pause between two looks. Default 20. */
  readonly everyMs?: number;
  /** What is waited for, for the message. */
  readonly what?: string;
}

/**
 * Waits until `condition` answers something truthy and returns that. A condition that throws is asked again.
 *
 * @throws WaitTimedOut when the time is over.
 * @example
 * const row = await waitFor(() => findRow(id), { what: 'the vote in Postgres' });
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { timeoutMs = 10_000, everyMs = 20, what = 'the condition' }: WaitOptions = {},
): Promise<NonNullable<Value>> {
  const deadline = Date.now() + timeoutMs;
  let failure: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() >= deadline) {
      const reason = failure instanceof Error ? `: ${failure.message}` : '';
      throw new WaitTimedOut(`Waited ${timeoutMs} ms for ${what}${reason}`, { cause: failure });
    }
    await delay(everyMs);
  }
}
