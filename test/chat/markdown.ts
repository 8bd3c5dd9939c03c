import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer, type Tab } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { expectSoon } from './expect-soon.js';
import { HOSTILE } from './sample-answers.js';

const TABS = 2;

export function markdown(chat: () => ChatKoi): void {
  test('hostile and broken answers run nothing, and read streamed as they read after a reload', async () => {
    const { koi, browser } = chat();
    await Promise.all(
      Array.from({ length: TABS }, async (_, index) => {
        const mine = HOSTILE.flatMap((_answer, at) => (at % TABS === index ? [at] : []));
        const tab = await newcomer(browser);
        const { page } = tab;
        const faults = await watchForScripts(tab, koi.chatUrl);
        const good = page.getByRole('button', { name: 'Good answer' });
        await page.goto(`${koi.chatUrl}/c/helper`);
        for (const [at, answer] of mine.entries()) {
          await say(page, `samples ${answer}`);
          await good.nth(at).waitFor({ timeout: 30_000 });
        }
        const streamed = await answersIn(page);
        const seen = await watchOpening(page);
        await page.reload();
        await good.nth(mine.length - 1).waitFor();

        expect(streamed).toHaveLength(mine.length);
        // The page sets the last blocks of an answer first, and those before them when it has time.
        let read = await answersIn(page);
        for (let tries = 0; tries < 40 && read.join() !== streamed.join(); tries++)
          read = await answersIn(page);
        expect(read).toEqual(streamed);
        expect(await seen()).toEqual({ looks: expect.any(Number), elsewhere: [] });
        expect(await faults()).toEqual([]);
        await page.context().close();
      }),
    );
  }, 120_000);

  test('images are shown from the hosts the chatbot names, and are links everywhere else', async () => {
    const { koi, browser } = chat();
    const { page, errors } = await newcomer(browser);
    const asked: string[] = [];
    await page.context().route('https://*.koi.example/**', (route) => {
      asked.push(`${route.request().url()} ${route.request().headers()['referer'] ?? 'unnamed'}`);
      return route.fulfill({
        contentType: 'image/svg+xml',
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"/>',
      });
    });
    await page.goto(`${koi.chatUrl}/c/gallery`);
    await say(page, 'pictures');
    await page.getByRole('button', { name: 'Good answer' }).waitFor();
    const image = page.getByRole('img', { name: 'a koi' });
    await expectSoon(() =>
      image.evaluate((element) => (element as HTMLImageElement).naturalWidth === 80),
    );

    expect(await page.getByRole('link', { name: 'a carp' }).count()).toBe(1);
    expect(asked).toEqual(['https://images.koi.example/koi.svg unnamed']);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);

    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'pictures');
    await page.getByRole('link', { name: 'a koi' }).waitFor();
    expect(asked).toHaveLength(1);
    await page.context().close();
  }, 60_000);
}

/** The answers' elements as text, when everything that loads late is there. */
async function answersIn(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(800);
  return page
    .locator('.markdown')
    .evaluateAll((answers) => answers.map(({ innerHTML }) => innerHTML))
    .then((answers) => answers.map(withSortedAttributes));
}

/** An element that was changed as it grew may have got its attributes in another order. */
const withSortedAttributes = (html: string): string =>
  html.replace(
    /<([\w-]+)((?:\s[^\s"=>]+="[^"]*")+)>/g,
    (_, name: string, attributes: string) =>
      `<${name} ${(attributes.match(/[^\s"=>]+="[^"]*"/g) ?? []).sort().join(' ')}>`,
  );

/**
 * From the next load on: whenever the page has been laid out anew, before it is painted, looks whether a reader sees
 * anything but the end of the conversation, or an answer as plain text that will look otherwise in a moment.
 */
async function watchOpening(page: Page): Promise<() => Promise<unknown>> {
  await page.addInitScript(() => {
    const seen = { looks: 0, elsewhere: [] as string[] };
    Object.assign(window, { seen });
    function look(content: Element): void {
      const last = [...content.querySelectorAll('[role=article]')].at(-1);
      const scroller = content.parentElement;
      if (!scroller || !last || getComputedStyle(last).visibility !== 'visible') return;
      const fromEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
      seen.looks += 1;
      if (fromEnd > 48) seen.elsewhere.push(`${fromEnd} px from the end`);
      if (content.querySelector('[role=article] p.whitespace-pre-wrap'))
        seen.elsewhere.push('plain');
    }
    new MutationObserver((_, observer) => {
      const content = document.querySelector('main .overflow-y-auto > div');
      if (!content) return;
      observer.disconnect();
      // Later than the page's own observer, which keeps it at the end.
      setTimeout(() => new ResizeObserver(() => look(content)).observe(content));
    }).observe(document, { childList: true, subtree: true });
  });
  return () => page.evaluate('window.seen');
}

/** Collects every sign that an answer did more than stand there. */
async function watchForScripts(
  { page, errors }: Tab,
  origin: string,
): Promise<() => Promise<string[]>> {
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => faults.push(`popup: ${popup.url()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:font'))
      faults.push(`request: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'document') return;
    const policy = response.headers()['content-security-policy'] ?? '';
    if (!/script-src 'self'/.test(policy) || /unsafe/.test(policy))
      faults.push(`policy: ${policy}`);
  });
  await page.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sample }) =>
        reportError(new Error(`violation of ${violatedDirective}: ${blockedURI} ${sample}`)),
    );
  });
  return async () => {
    const alive = await page
      .locator(
        '.markdown :is(script, iframe, object, embed, form, style, img, base, meta, [onclick])',
      )
      .count();
    if (alive > 0) faults.push(`${alive} live elements`);
    if ((await page.title()).includes('owned')) faults.push('title');
    return [...faults, ...errors];
  };
}
