import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { accessibilityFaults, PHONE, scrollsSideways } from '../stack/browser.js';
import { openPlace } from '../stack/control-walk.js';
import type { SeededKoi } from './seeded-koi.js';

export function keyboardAndPhone(seeded: () => SeededKoi): void {
  test('every page is reached by the keyboard alone, with its focus seen and given back', async () => {
    const { koi } = seeded();
    const { page, errors } = await seeded().open();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ name: 'Skip to the page', isSeen: true });
    const pages = await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => (link as HTMLElement).innerText.trim()));
    expect(pages.length).toBeGreaterThan(12);
    for (const name of pages) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toEqual({ name, isSeen: true });
    }
    // The first is the way home, the last who is signed in.
    for (const name of pages.slice(1, -1)) {
      const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0, {
        what: `the rows of ${name}`,
        timeoutMs: 15_000,
      });
      await page.locator('main').focus();
      for (let stop = 0; stop < 12; stop++) {
        await page.keyboard.press('Tab');
        const here = await focused(page);
        // Past the last one the browser's own controls come.
        if (here.name === PAST_THE_END) break;
        expect([name, here]).toEqual([name, { name: here.name, isSeen: true }]);
      }
    }

    // Escape closes what was opened, and the focus is back where it was.
    for (const [place, opener] of [
      ['/invites', page.getByRole('button', { name: 'New invite' })],
      ['/users', page.getByRole('button', { name: 'New user' })],
      ['/api-keys', page.getByRole('button', { name: 'New key' })],
      ['/datasets', page.getByRole('button', { name: 'New export' })],
      ['/leaderboard', page.locator('button[data-count]')],
      ['/feedback', page.locator('tbody a')],
    ] as const) {
      await openPlace(page, koi.dashboardUrl + place);
      await opener.first().focus();
      const before = await focused(page);
      await page.keyboard.press('Enter');
      const opened = page.locator('[role=dialog], [role=region][tabindex="-1"]');
      await opened.waitFor();
      await waitFor(() => opened.evaluate((element) => element.contains(document.activeElement)), {
        what: `the focus in what ${place} opens`,
      });
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await waitFor(async () => (await focused(page)).name === before.name, {
        what: `the focus on "${before.name}" again`,
      });
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 90_000);

  test('fits a phone', async () => {
    const { koi } = seeded();
    const { page, errors } = await seeded().open({ ...PHONE, colorScheme: 'dark' });
    for (const place of [
      '?range=all',
      'feedback',
      'feedback?view=conversations&mode=rank',
      'feedback?view=messages',
      'feedback?view=answers',
    ]) {
      await page.goto(`${koi.dashboardUrl}/${place}`);
      await page.locator('tbody tr').first().waitFor();
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}

const PAST_THE_END = 'nothing of the page';

/** What has the focus, and whether it can be seen to have it. */
const focused = (page: Page): Promise<{ name: string; isSeen: boolean }> =>
  page.evaluate((past) => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: past, isSeen: false };
    const isMarked = (marked: Element | null): boolean => {
      if (!marked) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(marked);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    };
    // A hidden box or switch is drawn by its label.
    return {
      name: (element.innerText || element.ariaLabel || '').trim(),
      isSeen: isMarked(element) || isMarked(element.closest('label')),
    };
  }, PAST_THE_END);
