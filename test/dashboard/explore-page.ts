import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { says, total } from './told-total.js';
import type { SeededKoi } from './seeded-koi.js';

export function explorePage(seeded: () => SeededKoi): void {
  const bar = (page: Page, name: RegExp) => page.getByRole('link', { name });
  const counted = async (page: Page, name: RegExp): Promise<number> =>
    Number(/: ([\d,]+) rows?\b/.exec((await bar(page, name).textContent()) ?? '')?.[1]);

  test('filters, bars, search, a conversation, a saved filter and CSV agree', async () => {
    const { koi, browser } = seeded();
    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    const all = await total(page);
    expect(all).toBeGreaterThan(200);
    expect(await accessibilityFaults(page)).toEqual([]);

    // A bar says how many rows it leads to; two of them combine, and the address holds both.
    const downs = await counted(page, /^Down/);
    await bar(page, /^Down/).click();
    await page.waitForURL(/value=down/);
    await says(page, `${downs} rows`, (rows) => rows === downs);
    expect(downs).toBeLessThan(all);
    const whats = await counted(page, /^what/);
    await bar(page, /^what/).click();
    await page.waitForURL(/questionType=what/);
    await says(page, `${whats} rows`, (rows) => rows === whats);
    await page.reload();
    await says(page, `${whats} rows`, (rows) => rows === whats);

    // The file has the rows of the table, and a header.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(whats + 1);

    await page.getByRole('button', { name: 'Save this filter' }).click();
    await page.getByLabel('Name of the filter').fill('Bad whats');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Bad whats' }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForURL((url) => !url.search);
    await says(page, `${all} rows`, (rows) => rows === all);
    await page.getByRole('link', { name: 'Bad whats' }).click();
    await page.waitForURL(/questionType=what/);
    await says(page, `${whats} rows`, (rows) => rows === whats);
    await page.getByRole('button', { name: 'Forget the saved filter Bad whats' }).click();
    await page.getByRole('link', { name: 'Bad whats' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear', exact: true }).click();

    // Search and the folded filters; nothing found says so.
    await page.getByRole('searchbox').fill('zanzibar');
    await page.getByRole('heading', { name: 'No feedback matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Correction').selectOption('true');
    await page.waitForURL(/correction=true/);
    await says(page, 'fewer rows', (rows) => rows > 0 && rows < all);
    expect(await accessibilityFaults(page)).toEqual([]);

    // Conversations, and one of them beside the table.
    await page.getByRole('link', { name: 'Conversations', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Turns' }).waitFor();
    await says(page, 'conversations', (rows) => rows > 0);
    await page.locator('tbody a').first().click();
    await page
      .getByRole('region', { name: /^Conversation \d+/ })
      .getByText('temperature')
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForURL(/view=conversations/);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}
