import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import { openPlace } from '../stack/control-walk.js';
import { goInside } from '../stack/settled.js';
import type { SeededKoi } from './seeded-koi.js';

export function keyboardAndPhone(seeded: () => SeededKoi): void {
  /** The id of somebody who has written. */
  async function somebody(): Promise<string> {
    const { client } = await seeded().team();
    const { items } = await client.call(dashboardRoutes.listParticipants, {
      query: { wrote: 'true', counted: 'counted', limit: 1 },
    });
    return items[0]?.id ?? '';
  }

  /** Presses Tab up to twelve times, and answers the names of what it came to; each has to show that it has the focus. */
  async function walk(page: Page, place: string): Promise<string[]> {
    const names: string[] = [];
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press('Tab');
      const here = await focused(page);
      // Past the last one the browser's own controls come.
      if (here.name === PAST_THE_END) break;
      expect([place, here]).toEqual([place, { name: here.name, isSeen: true }]);
      names.push(here.name);
    }
    return names;
  }

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
      await walk(page, name);
    }
    await goInside(page, `/participants/${await somebody()}`);
    await page.getByRole('button', { name: 'Erase…' }).waitFor();
    await page.locator('main').focus();
    expect(await walk(page, 'one participant')).toEqual(
      expect.arrayContaining(['Exclude from statistics', 'Erase…', 'Copy the id']),
    );
    const stranger = await newcomer(seeded().browser);
    await openPlace(stranger.page, koi.dashboardUrl);
    await stranger.page.getByLabel('Password').fill('wrong');
    await stranger.page.getByLabel('E-mail address').fill('ada@example.org');
    expect(await focused(stranger.page)).toMatchObject({ isSeen: true });
    expect(await walk(stranger.page, 'sign-in')).toEqual([
      ...['', 'Sign in', 'Use the token of the start'],
    ]);
    await stranger.page.context().close();

    // Escape closes what was opened, and the focus is back where it was.
    for (const [place, opener] of [
      ['/invites', page.getByRole('button', { name: 'New invite' })],
      ['/users', page.getByRole('button', { name: 'New user' })],
      ['/api-keys', page.getByRole('button', { name: 'New key' })],
      ['/datasets', page.getByRole('button', { name: 'New export' })],
      ['/leaderboard', page.locator('button[data-count]')],
      ['/feedback', page.locator('tbody a')],
    ] as const) {
      await goInside(page, place);
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
    const { page, errors } = await seeded().open({ ...PHONE, colorScheme: 'dark' });
    const isDark = () => page.locator('html').evaluate((html) => html.classList.contains('dark'));
    expect(await isDark()).toBe(true);
    for (const place of [
      ...['/?range=all', '/feedback', '/feedback?view=conversations&mode=rank'],
      ...['/feedback?view=messages', '/feedback?view=answers'],
    ]) {
      await goInside(page, place);
      await page.locator('tbody tr').first().waitFor();
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    // Axe has seen most of these on a desk.
    for (const place of [
      ...['/leaderboard', '/participants', '/invites', '/users', '/api-keys', '/system'],
      ...[`/participants/${await somebody()}`, '/account', '/nowhere'],
    ]) {
      await goInside(page, place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await stickingOut(page)]).toEqual([place, []]);
      if (/account|nowhere/.test(place))
        expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
    // As the system has it, until somebody chooses.
    await page.getByRole('button', { name: 'Open the menu' }).click();
    const scheme = page.getByRole('group', { name: 'Colour scheme' });
    await scheme.getByRole('button', { name: 'Light' }).click();
    expect(await isDark()).toBe(false);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
    expect(await isDark()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}

/** Cards that reach into the margin of the page, as what is too wide for them pushes them. */
const stickingOut = (page: Page): Promise<string[]> =>
  page.locator('main').evaluate((main) => {
    const edge =
      main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
    return [...main.querySelectorAll('.card')]
      .filter((card) => card.getBoundingClientRect().right > edge + 1)
      .map((card) => card.textContent.trim().slice(0, 40));
  });

const PAST_THE_END = 'nothing of the page';

/** What has the focus, and whether it can be seen to have it. */
const focused = (page: Page): Promise<{ name: string; isSeen: boolean }> =>
  page.evaluate((past) => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: past, isSeen: false };
    const name = (element.innerText || element.ariaLabel || '').trim();
    // A hidden box or switch is drawn by its label.
    const drawn = [element, element.closest('label')].filter((each) => each !== null);
    const looks = (): string[] =>
      drawn.map((each) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return `${outlineWidth === '0px' ? 'none' : outlineStyle} ${boxShadow}`;
      });
    // A shadow that is there without the focus, too, says nothing of it.
    const withIt = looks();
    element.blur();
    for (const moving of document.getAnimations())
      if (moving instanceof CSSTransition) moving.finish();
    const without = looks();
    element.focus({ preventScroll: true });
    return { name, isSeen: withIt.some((look, index) => look !== without[index]) };
  }, PAST_THE_END);
