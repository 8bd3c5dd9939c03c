import { expect } from '@jest/globals';

/** Fails unless it holds within five seconds. */
export async function expectSoon(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 50 && !(await holds()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await holds()).toBe(true);
}
