import { expect } from '@jest/globals';
import type { Cookie, Locator, Page } from 'playwright-core';
import { accessibilityFaults, scrollsSideways } from '../stack/browser.js';

export async function isSound(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
}

export const composer = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Message', exact: true });

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

export const answer = (page: Page, text: string): Locator =>
  page.getByRole('article').getByText(text);

export const cookies = (page: Page): Promise<Cookie[]> => page.context().cookies();
