import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { settled } from '../stack/settled.js';

/** How many rows the page says that there are, as it stands. */
export async function toldTotal(page: Page): Promise<number> {
  const told = page.getByText(/^\s*[\d,]+ (rows?|conversations?|messages?|answers?|participants?)/);
  return Number(/[\d,]+/.exec(await told.first().innerText())?.[0].replaceAll(',', ''));
}

/** The same once all that the page has asked for is there. */
export async function total(page: Page): Promise<number> {
  await settled(page);
  return toldTotal(page);
}

/** Waits until it says so; the rows of before are shown while others are fetched. */
export const says = (
  page: Page,
  what: string,
  isRight: (rows: number) => boolean,
): Promise<unknown> => waitFor(async () => isRight(await total(page)), { what, timeoutMs: 15_000 });
