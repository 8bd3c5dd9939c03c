import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const SIZES = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
} as const;
const COLOURS = ['light', 'dark'] as const;
const counts = new Map<string, number>();

/**
 * Keeps pictures of a page for people to look at, at both sizes and in both colours, named by the test. Does nothing
 * unless KOI_TEST_SCREENSHOTS names a folder.
 */
export async function photograph(page: Page): Promise<void> {
  const folder = process.env['KOI_TEST_SCREENSHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const test = (expect.getState().currentTestName ?? 'page').replace(/\W+/g, '-').slice(0, 120);
  const count = (counts.get(test) ?? 0) + 1;
  counts.set(test, count);
  const before = page.viewportSize();
  const wasDark = await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches');
  for (const [size, viewport] of Object.entries(SIZES))
    for (const colour of COLOURS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme: colour });
      // Long enough for what moves to have come to rest.
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(folder, `${test}-${count}-${size}-${colour}.png`) });
    }
  await page.emulateMedia({ colorScheme: wasDark ? 'dark' : 'light' });
  if (before) await page.setViewportSize(before);
}
