import { expect, test } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { isPressed, settled } from './sent.js';

export function outbox(chat: () => ChatKoi): void {
  const stored: ChatKoi['stored'] = (kind) => chat().stored(kind);

  test('on a phone without a network: vote, comment, better answer and choice wait in sight and are sent once', async () => {
    const { koi, browser } = chat();
    const { page } = await newcomer(browser, PHONE);
    const context = page.context();
    const fits = async (): Promise<void> => expect(await scrollsSideways(page)).toBe(false);
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'In a tunnel?');
    const answer = page.getByRole('article', { name: 'Answer' });
    await answer.getByRole('button', { name: 'Bad answer' }).tap();
    await answer.getByRole('button', { name: 'Too long' }).tap();
    await isPressed(answer.getByRole('button', { name: 'Too long' }));
    await fits();
    await answer.getByRole('button', { name: 'Write a better answer' }).tap();
    const editor = answer.getByRole('textbox', { name: 'Your better answer' });
    await fits();
    await editor.fill('Short needles, and a line_that_has_no_place_to_break_'.padEnd(140, 'x'));
    await answer.getByRole('button', { name: 'Save' }).tap();
    const better = answer.getByRole('region', { name: 'Your better answer' });
    await better.locator('ins').first().waitFor();
    await settled(page);
    await fits();
    expect(await accessibilityFaults(page)).toEqual([]);
    const before = { votes: await stored('vote'), comments: await stored('comment') };

    await context.setOffline(true);
    await answer.getByRole('button', { name: 'Good answer' }).tap();
    await answer.getByRole('button', { name: 'Add a comment' }).tap();
    await answer.getByRole('textbox', { name: 'Comment' }).fill('Said in the dark.');
    await answer.getByRole('button', { name: 'Save' }).tap();
    await better.getByRole('button', { name: 'Edit' }).tap();
    await editor.fill('Short needles.');
    await answer.getByRole('button', { name: 'Save' }).tap();
    await answer
      .getByRole('group', { name: 'Rate this answer' })
      .getByText('Not sent yet')
      .waitFor();
    await better.getByText('Not sent yet').waitFor();
    await fits();
    expect(await stored('vote')).toEqual(before.votes);

    await context.setOffline(false);
    await settled(page);
    await page.getByText('Not sent yet').waitFor({ state: 'detached' });
    expect((await stored('vote'))[0]).toMatchObject({ value: 'up', revision: 3 });
    expect(await stored('vote')).toHaveLength(before.votes.length);
    expect((await stored('comment'))[0]).toMatchObject({
      textExcerpt: 'Said in the dark.',
      revision: 1,
    });
    expect(await stored('comment')).toHaveLength(before.comments.length + 1);
    expect((await stored('correction'))[0]).toMatchObject({
      textExcerpt: 'Short needles.',
      revision: 2,
    });

    // A choice, given up by a page that is closed before the network is back.
    await page.goto(`${koi.chatUrl}/c/duel`);
    await say(page, 'And here?');
    await page.getByText('Which answer is better?').waitFor();
    const chosen = page.getByRole('button', { name: 'B is better' });
    const rankings = (await stored('ranking')).length;
    const url = page.url();
    await context.setOffline(true);
    await chosen.tap();
    await page.getByText('Not sent yet').waitFor();
    await page.getByRole('button', { name: 'Much better' }).tap();
    await fits();
    expect(await page.getByText('Label of').count()).toBe(0);
    await page.close();
    expect(await stored('ranking')).toHaveLength(rankings);

    await context.setOffline(false);
    const again = await context.newPage();
    again.setDefaultTimeout(15_000);
    await again.goto(url);
    await isPressed(again.getByRole('button', { name: 'B is better' }));
    await isPressed(again.getByRole('button', { name: 'Much better' }));
    await again.getByText('Label of Pine').waitFor();
    expect(await stored('ranking')).toHaveLength(rankings + 1);
    expect((await stored('ranking'))[0]).toMatchObject({
      value: 'b_better',
      strength: 'much',
      revision: 1,
    });
    await context.close();
  }, 60_000);

  test('what could not be sent waits, says so, survives a reload and is stored once', async () => {
    const { koi, browser } = chat();
    const { page } = await newcomer(browser);
    const context = page.context();
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'Patience?');
    const answer = page.getByRole('article', { name: 'Answer' });
    const bad = answer.getByRole('button', { name: 'Bad answer' });
    await bad.waitFor();
    const before = { votes: await stored('vote'), comments: await stored('comment') };

    // The page loads, feedback does not get through: the pages' server is away for it.
    const cut = /\/api\/candidates\//;
    await context.route(cut, (route) => route.abort('internetdisconnected'));
    await bad.click();
    await answer.getByRole('button', { name: 'Add a comment' }).click();
    await answer.getByRole('textbox', { name: 'Comment' }).fill('Too slow.');
    await answer.getByRole('button', { name: 'Save' }).click();
    await answer.getByRole('button', { name: 'Write a better answer' }).click();
    await answer.getByRole('textbox', { name: 'Your better answer' }).fill('At once.');
    await answer.getByRole('button', { name: 'Save' }).click();
    await answer.getByText('Not sent yet').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await answer.getByText('Not sent yet').first().waitFor();
    await answer.and(page.locator(':has([aria-pressed="true"])')).waitFor();
    expect(await stored('vote')).toHaveLength(before.votes.length);

    await context.unroute(cut);
    await page.evaluate('dispatchEvent(new Event("online"))');
    await settled(page);

    expect(await stored('vote')).toHaveLength(before.votes.length + 1);
    expect(await stored('comment')).toHaveLength(before.comments.length + 1);
    expect((await stored('correction'))[0]).toMatchObject({
      revision: 1,
      textExcerpt: 'At once.',
    });
    await context.close();
  }, 60_000);

  test('two pages agree within a second, without a channel between them', async () => {
    const { koi, browser } = chat();
    const { page: one } = await newcomer(browser);
    await one.goto(`${koi.chatUrl}/c/helper`);
    await say(one, 'Twice?');
    const good = (page: Page): Locator => page.getByRole('button', { name: 'Good answer' });
    await good(one).waitFor();

    // What is said after the second page was read, and before it listens, reaches it, too.
    const events = /\/api\/conversations\/[^/]+\/events/;
    let listen = (): void => undefined;
    const held = new Promise<void>((resolve) => (listen = resolve));
    await one.context().route(events, (route) => held.then(() => route.continue()));
    const other = await secondTab(one.context(), one.url());
    await good(other).waitFor();
    await good(one).click();
    await isPressed(good(one));
    expect(await good(other).getAttribute('aria-pressed')).toBe('false');
    listen();
    await isPressed(good(other));

    const seconds: number[] = [];
    for (const [here, there, pressed] of [
      [one, other, false],
      [other, one, true],
      [one, other, false],
    ] as const) {
      await good(here).click();
      const pressedAt = Date.now();
      await isPressed(good(there), pressed);
      seconds.push((Date.now() - pressedAt) / 1_000);
    }
    expect(seconds.sort((a, b) => a - b)[1]).toBeLessThan(1);
    await one.context().close();
  }, 60_000);
}

/** A page of the same person that hears of others from the server alone. */
async function secondTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript('delete globalThis.BroadcastChannel');
  await page.goto(url);
  return page;
}
