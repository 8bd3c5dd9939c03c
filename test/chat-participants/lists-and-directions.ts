import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { newcomer, PHONE } from '../stack/browser.js';
import { button, isSound, say } from './on-the-page.js';
import type { ParticipantsKoi } from './participants-koi.js';

export function listsAndDirections(shared: () => ParticipantsKoi): void {
  test('chatbots with long names and in other directions stay inside of every page', async () => {
    const { koi, browser } = shared();
    const { page, errors } = await newcomer(browser);
    const turn = (direction: 'ltr' | 'rtl'): Promise<unknown> =>
      page.evaluate(`document.documentElement.dir = '${direction}'`);
    const directionOf = (place: Locator): Promise<string> =>
      place.evaluate((element) => getComputedStyle(element).direction);
    await page.goto(koi.chatUrl);
    const hebrew = page.getByRole('link', { name: /עוזר הבריכה/ });
    expect(await directionOf(hebrew.getByText('עוזר'))).toBe('rtl');
    for (const size of [page.viewportSize(), PHONE.viewport]) {
      if (size) await page.setViewportSize(size);
      await isSound(page);
      await turn('rtl');
      await isSound(page);
      expect(await directionOf(page.getByText('Helper', { exact: true }))).toBe('ltr');
      await turn('ltr');
    }
    await page.getByRole('link', { name: /Donaudampf/ }).click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    await isSound(page);
    await page.goto(`${koi.chatUrl}/c/hebrew`);
    expect(await directionOf(page.getByRole('heading', { level: 2 }))).toBe('rtl');
    expect(await directionOf(button(page, 'How deep?'))).toBe('ltr');
    expect(await directionOf(page.getByText('שלום! שאלו אותי על הבריכה.'))).toBe('rtl');
    expect(await page.getByText('שאלות על דגי קוי.').count()).toBe(0);

    // A title of the other direction begins where the list does, and is cut at its own end.
    await page.setViewportSize({ width: 1280, height: 800 });
    await say(page, 'מה אוכלים דגי קוי בחורף, וכמה פעמים בשבוע צריך להאכיל אותם כשהמים קרים?');
    const title = page.getByRole('navigation').getByRole('link', { name: /מה אוכלים/ });
    expect(await directionOf(title)).toBe('rtl');
    expect(await title.evaluate((link) => getComputedStyle(link).textAlign)).toBe('left');

    // The settings below the list stay inside of it, in every language.
    for (const language of ['Deutsch', 'English']) {
      await page.getByRole('button', { name: /^(Language|Sprache):/ }).click();
      await page.getByRole('menuitem', { name: language }).click();
      await page.locator(`html[lang="${language.slice(0, 2).toLowerCase()}"]`).waitFor();
      const side = page.locator('aside');
      expect(await side.evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0);
      const [bar, colours] = await Promise.all([
        side.boundingBox(),
        side.getByRole('group').boundingBox(),
      ]);
      expect(right(colours)).toBeLessThanOrEqual(right(bar) - 4);
    }
    await isSound(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('conversations stand under the days on which they were talked in last', async () => {
    const { koi, browser, rows } = shared();
    const { page, errors } = await newcomer(browser, { viewport: { width: 1280, height: 800 } });
    const ages = { 'This morning': 0, 'A day ago': 1, 'Some days ago': 4, 'Long ago': 400 };
    for (const [title, days] of Object.entries(ages)) {
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(page, title);
      await button(page, 'Regenerate').waitFor();
      await rows.query(
        `update conversation set updated_at = now() - make_interval(days => $2) where title = $1`,
        [title, days],
      );
    }
    await page.reload();
    const list = page.getByRole('navigation', { name: 'Conversations' });
    const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });
    const longAgo = month.format(Date.now() - 400 * 24 * 3_600_000);
    await list.getByRole('heading', { name: longAgo }).waitFor();
    expect(await list.locator('section').allInnerTexts()).toEqual(
      [
        ['Today', 'This morning'],
        ['Yesterday', 'A day ago'],
        ['Last 7 days', 'Some days ago'],
        [longAgo, 'Long ago'],
      ].map(([day, title]) => expect.stringMatching(new RegExp(`^${day}\\s+${title}$`))),
    );
    await isSound(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}

/** Where something ends, in pixels from the left. */
const right = (box: { x: number; width: number } | null): number => (box ? box.x + box.width : NaN);
