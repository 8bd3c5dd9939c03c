import { waitFor } from '@koi/testing';
import type { Locator, Page } from 'playwright-core';

/** Waits until nothing is on its way any more. */
export const settled = (page: Page): Promise<unknown> =>
  waitFor(async () => (await page.evaluate('localStorage.getItem("koi-outbox")')) === null, {
    what: 'the outbox to be empty',
  });

/** Waits until a toggle shows a state and the server has everything. */
export async function isPressed(toggle: Locator, pressed = true): Promise<void> {
  await toggle.and(toggle.page().locator(`[aria-pressed="${String(pressed)}"]`)).waitFor();
  await settled(toggle.page());
}
