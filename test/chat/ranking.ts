import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import type { Locator } from 'playwright-core';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import { say } from '../stack/say.js';
import { FAILING, SLOWLY, UNEVEN } from '../stack/upstream.js';
import type { ChatKoi } from './chat-koi.js';
import { isPressed, settled } from './sent.js';

export function ranking(chat: () => ChatKoi): void {
  const stored: ChatKoi['stored'] = (kind) => chat().stored(kind);

  test('a duel on a phone and by keyboard: strength and reasons, a changed mind, closed by the next message', async () => {
    const { koi, browser } = chat();
    const { page, errors } = await newcomer(browser, PHONE);
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `Which tree? ${UNEVEN}`);
    await page.getByText('Which answer is better?').waitFor();
    // The answers lie beside each other: a finger goes from one to the other, and so do the tabs.
    const tab = (side: string): Locator =>
      page
        .getByRole('button', { name: `Show answer ${side}` })
        .and(page.locator('[aria-pressed=true]'));
    const pair = page.getByRole('group', { name: 'The two answers' });
    // Below a short answer there is no room for the long one beside it, and the page does not run to the end of that.
    const scroller = page.locator('main .overflow-y-auto').first();
    const top = (): Promise<number> => scroller.evaluate((box) => box.scrollTop);
    const fits = (index: number): Promise<unknown> =>
      waitFor(
        async () => {
          const [room, ...answers] = await pair.evaluate((strip) => [
            strip.clientHeight,
            ...Array.from(strip.children, (answer) => (answer as HTMLElement).offsetHeight),
          ]);
          return answers[0] !== answers[1] && Math.abs((room ?? 0) - (answers[index] ?? 0)) <= 1;
        },
        { what: `room for answer ${'AB'.charAt(index)} and no more` },
      );
    await fits(0);
    const before = await top();
    const place = await pair.boundingBox();
    // A little above its lower edge: its head may be out of sight.
    const y = (place?.y ?? 0) + (place?.height ?? 0) - 40;
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number): Promise<unknown> =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: x === undefined ? [] : [{ x, y }],
      });
    await touch('touchStart', 320);
    for (let x = 300; x >= 20; x -= 20) await touch('touchMove', x);
    await touch('touchEnd');
    await tab('B').waitFor();
    await fits(1);
    expect(await top()).toBeLessThanOrEqual(before);
    await page.getByRole('button', { name: 'Show answer A' }).tap();
    await tab('A').waitFor();
    await fits(0);
    await page.getByRole('button', { name: 'B is better' }).tap();
    await isPressed(page.getByRole('button', { name: 'B is better' }));
    await page.getByRole('button', { name: 'Much better' }).tap();
    await isPressed(page.getByRole('button', { name: 'Much better' }));
    await page.getByRole('button', { name: 'More accurate' }).tap();
    await isPressed(page.getByRole('button', { name: 'More accurate' }));
    expect(await scrollsSideways(page)).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await stored('ranking'))[0]).toMatchObject({
      value: 'b_better',
      strength: 'much',
      reasons: [{ key: 'accurate', label: 'More accurate' }],
    });

    // A remark goes with the better answer.
    await page.getByRole('button', { name: 'Add a comment' }).tap();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Only B names a tree.');
    await page.getByRole('button', { name: 'Save' }).tap();
    await page.getByText('Only B names a tree.').waitFor();
    await settled(page);
    expect(await scrollsSideways(page)).toBe(false);
    const isRemark = (row: { textExcerpt: string | null }): boolean =>
      row.textExcerpt === 'Only B names a tree.';
    expect((await stored('comment')).filter(isRemark)).toHaveLength(1);

    await page.getByRole('button', { name: 'Tie' }).tap();
    await isPressed(page.getByRole('button', { name: 'Tie' }));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'tie', strength: null });
    // A changed mind takes the remark along.
    await page.getByText('Only B names a tree.').waitFor();
    expect((await stored('comment')).filter(isRemark)).toHaveLength(1);
    await page.getByRole('button', { name: 'Both are bad' }).tap();
    await isPressed(page.getByRole('button', { name: 'Both are bad' }));
    await page.getByRole('button', { name: 'A is better' }).tap();
    await isPressed(page.getByRole('button', { name: 'A is better' }));

    // "Both are bad" by its key: no strength, and the reasons of a thumb down.
    await page.locator('main').press('b');
    await isPressed(page.getByRole('button', { name: 'Both are bad' }));
    expect(await page.getByRole('button', { name: 'Much better' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Not accurate' }).tap();
    await isPressed(page.getByRole('button', { name: 'Not accurate' }));
    expect((await stored('ranking'))[0]).toMatchObject({ value: 'both_bad', strength: null });

    await say(page, 'And now?');
    await page.getByText('And now?', { exact: true }).first().waitFor();
    await waitFor(
      async () => (await page.getByRole('button', { name: 'Both are bad' }).count()) === 1,
      { what: 'only the latest pair to be open' },
    );
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('long answers: nothing to choose while they grow, and the question why opens in sight', async () => {
    const { koi, browser } = chat();
    const { page, errors } = await newcomer(browser, PHONE);
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `Grow ${SLOWLY} in 60 words`);
    await page.getByText('word5').first().waitFor();
    const better = page.getByRole('button', { name: 'A is better' });
    expect(await better.isDisabled()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText('Which answer is better?').waitFor();

    // A little above the end, where only the first choices are in sight.
    const scroller = page.locator('main .overflow-y-auto').first();
    await scroller.evaluate((box) => box.scrollBy(0, -70));
    await page.getByRole('button', { name: 'Jump to the latest' }).waitFor();
    await better.tap();
    const why = page.getByRole('region', { name: /More about your choice/ });
    await waitFor(
      async () => {
        const [opened, shown] = await Promise.all([why.boundingBox(), scroller.boundingBox()]);
        return opened && shown && opened.y + opened.height <= shown.y + shown.height;
      },
      { what: 'all of the question to be in sight' },
    );
    expect(await accessibilityFaults(page)).toEqual([]);

    // Both fail: there is nothing to compare, and one way to try again.
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, `One is ${FAILING}`);
    await page.getByText('Both answers failed.').waitFor();
    const again = page.getByRole('button', { name: /Try again|Two new answers/ });
    await again.first().waitFor();
    expect(await again.count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}
