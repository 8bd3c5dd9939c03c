import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { describeWithChromium, fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser, BrowserContext, Locator, Page, Route } from 'playwright-core';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
  type Tab,
} from './stack/browser.js';
import { koiYaml } from './stack/koi-yaml.js';
import { RunningKoi } from './stack/running-koi.js';

/** In a message it makes the answer slow: 25 tokens a second, 300 lines. */
const SLOWLY = 'slowly';

// Real: everything `koi up` starts, the chat page in Chromium. Fake: the models' server, whose answers are numbered.
describeWithChromium('a conversation on the chat page', () => {
  let models: FakeUpstream;
  let koi: RunningKoi;
  let browser: Browser;
  let answers = 0;
  let tab: Tab;
  let page: Page;

  beforeAll(async () => {
    models = await fakeUpstream({
      script: ({ messages }) => {
        const message = messages.at(-1)?.content ?? '';
        answers += 1;
        const lines = Array.from({ length: 300 }, (_, index) => `line${index}`).join('\n\n');
        return message.includes(SLOWLY)
          ? { text: `Answer ${answers}:\n\n${lines}`, tokensPerSecond: 25 }
          : { text: `Answer ${answers} to “${message}”` };
      },
    });
    [koi, browser] = await Promise.all([
      RunningKoi.start({ config: koiYaml(models.baseUrl) }),
      startBrowser(),
    ]);
  }, 90_000);
  beforeEach(() => {
    answers = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await koi?.remove();
    await models?.stop();
  }, 30_000);

  async function open(
    chatbot: string,
    options: Parameters<typeof newcomer>[1] = {},
  ): Promise<void> {
    tab = await newcomer(browser, options);
    page = tab.page;
    await page.goto(`${koi.chatUrl}/c/${chatbot}`);
  }
  /** Ends a test: nothing may have gone wrong on the page, and what is shown is accessible. */
  async function close(context: BrowserContext = page.context()): Promise<void> {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    expect(tab.errors).toEqual([]);
    await context.close();
  }

  const composer = (): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const answer = (text: string | RegExp, where = page): Locator =>
    where.getByRole('article').getByText(text);
  const messages = (): Promise<string[]> => page.locator('main .bg-ink p').allInnerTexts();
  async function say(text: string): Promise<void> {
    await composer().fill(text);
    await composer().press('Enter');
  }
  /** Lets requests of the page wait until they are released. */
  async function hold(url: string | RegExp): Promise<{ release: () => Promise<void> }> {
    const held: Route[] = [];
    let released = false;
    await page.route(url, (route) => (released ? route.continue() : void held.push(route)));
    return {
      async release() {
        released = true;
        await Promise.all(held.map((route) => route.continue()));
        await page.unroute(url);
      },
    };
  }
  const asked = (): string[] =>
    models.requests.at(-1)?.body.messages.map(({ content }) => content) ?? [];

  test('a regenerated answer is another version: votes, reload, a second tab and the next message follow it', async () => {
    await open('helper');
    await say('Hello');
    await answer('Answer 1 to “Hello”').waitFor();
    await button('Good answer').click();
    await button('Regenerate').click();
    await answer('Answer 2 to “Hello”').waitFor();
    await button('Regenerate').waitFor();

    expect(await messages()).toEqual(['Hello']);
    expect(asked()).toEqual(['Hello']);
    expect(await button('Good answer').getAttribute('aria-pressed')).toBe('false');
    expect(await accessibilityFaults(page)).toEqual([]);

    const versions = page.getByRole('group', { name: 'Versions of this answer' });
    await versions.getByText('2/2').waitFor();
    await button('Previous version').press('Enter');
    await answer('Answer 1 to “Hello”').waitFor();
    // The vote stayed with its answer, and the focus where it was.
    expect(await button('Good answer').getAttribute('aria-pressed')).toBe('true');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Previous version');

    await page.reload();
    await answer('Answer 1 to “Hello”').waitFor();
    await versions.getByText('1/2').waitFor();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await answer('Answer 1 to “Hello”', second).waitFor();
    await button('Next version').click();
    await answer('Answer 2 to “Hello”', second).waitFor({ timeout: 3_000 });

    await say('And then?');
    await answer(/to “And then\?”/).waitFor();
    await answer(/to “And then\?”/, second).waitFor({ timeout: 3_000 });
    expect(asked()).toEqual(['Hello', 'Answer 2 to “Hello”', 'And then?']);
    await close();
  }, 60_000);

  test('an edited message is a branch of its own, and the old one keeps what followed', async () => {
    await open('helper');
    await say('Which fish?');
    await answer('Answer 1').waitFor();
    await say('How old?');
    await answer('Answer 2').waitFor();
    await button('Regenerate').nth(1).waitFor();

    await button('Edit message').first().click();
    const editor = page.getByRole('textbox', { name: 'Edit the message' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await editor.press('Escape');
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Edit message');
    await button('Edit message').first().click();
    await editor.fill('Which bird?');
    await editor.press('Enter');
    await answer('Answer 3 to “Which bird?”').waitFor();

    expect(await messages()).toEqual(['Which bird?']);
    expect(asked()).toEqual(['Which bird?']);
    await button('Regenerate').waitFor();
    await button('Previous version').click();
    await answer('Answer 2 to “How old?”').waitFor();
    expect(await messages()).toEqual(['Which fish?', 'How old?']);
    await page.reload();
    await answer('Answer 2 to “How old?”').waitFor();
    await close();
  }, 60_000);

  test('after an error the message is not sent again, and the failed answer stays a version', async () => {
    await open('helper', PHONE);
    models.next({ refuse: { status: 401 } });
    await say('Please fail');
    await answer('This answer failed').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await button('Try again').click();
    await answer('Answer 1 to “Please fail”').waitFor();

    expect(await messages()).toEqual(['Please fail']);
    expect(asked()).toEqual(['Please fail']);
    await page.getByText('2/2').waitFor();
    await close();
  }, 45_000);

  test('a stream that breaks off is told, and read on; what failed is told in the language of the page', async () => {
    await open('helper', { locale: 'de-DE' });
    const events = /\/api\/turns\/[^/]+\/events/;
    await page.route(events, (route) => route.abort());
    const field = page.getByRole('textbox', { name: 'Nachricht', exact: true });
    // Not there before the page has found that it hears nothing.
    models.next({ text: 'Guten Tag', firstTokenDelayMs: 5_000 });
    await field.fill('Hallo');
    await field.press('Enter');
    await page.getByText('Verbindung wird wiederhergestellt').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute(events);
    await answer('Guten Tag').waitFor();
    await button('Neu antworten lassen').waitFor();
    tab.errors.length = 0;

    models.next({ refuse: { status: 401 } });
    await field.fill('Und jetzt?');
    await field.press('Enter');
    await answer('Das Modell ist nicht richtig eingerichtet.').waitFor();
    await button('Noch einmal').waitFor();
    await close();
  }, 60_000);

  test('a message that does not get through is kept, and sent once', async () => {
    await open('helper');
    const long = 'koi '.repeat(7_900);
    await say(long);
    const whole = button('Show all of it');
    // What was being sent has given way to what is stored.
    await button('Regenerate').waitFor();
    await whole.scrollIntoViewIfNeeded();
    const shown = page.locator('main .bg-ink p');
    const height = (): Promise<number> =>
      shown.evaluate((text) => text.getBoundingClientRect().height);
    expect(await height()).toBeLessThan(400);
    expect(await accessibilityFaults(page)).toEqual([]);
    await whole.click();
    await button('Show less').waitFor();
    expect(await height()).toBeGreaterThan(1_000);
    await page.goto(`${koi.chatUrl}/c/helper`);

    await page.route('**/api/conversations', (route) => route.abort());
    await say('Lost?');
    await page.getByRole('alert').getByText('No connection').waitFor();
    expect(await composer().inputValue()).toBe('Lost?');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute('**/api/conversations');
    tab.errors.length = 0;
    const before = models.requests.length;

    await button('Try again').click();
    await answer('Answer 2 to “Lost?”').waitFor();

    expect(models.requests.length - before).toBe(1);
    expect(await messages()).toEqual(['Lost?']);
    await close();
  }, 45_000);

  test('the composer grows, keeps drafts, knows composition, and sends once', async () => {
    await open('helper', PHONE);
    const height = (): Promise<number> =>
      composer().evaluate((field) => field.getBoundingClientRect().height);
    const one = await height();
    await composer().fill('First line');
    await composer().press('Shift+Enter');
    await composer().pressSequentially('second line');
    expect(await composer().inputValue()).toBe('First line\nsecond line');
    expect(await height()).toBeGreaterThan(one);
    await page.reload();
    expect(await composer().inputValue()).toBe('First line\nsecond line');

    // Too much says by how much, and is not sent; what can be sent is folded.
    await composer().fill('koi '.repeat(8_250));
    await page
      .getByRole('alert')
      .getByText(/Too long: 1.?000 characters/)
      .waitFor();
    await composer().press('Enter');
    expect(await accessibilityFaults(page)).toEqual([]);
    await composer().fill('First line\nsecond line');

    // The Enter that ends a composition is no Enter.
    await composer().dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    expect(await messages()).toEqual([]);
    const before = models.requests.length;
    await composer().evaluate((field) => {
      for (let count = 0; count < 3; count++)
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
    await answer(/^Answer 1/).waitFor();
    await button('Regenerate').waitFor();

    expect(models.requests.length - before).toBe(1);
    expect(await composer().inputValue()).toBe('');
    await close();
  }, 45_000);

  test('the page stays with a reader who scrolled up, and follows one who is at the end', async () => {
    await open('helper', { viewport: { width: 1280, height: 500 } });
    await say(`Tell me ${SLOWLY}`);
    await answer('line12').waitFor();
    const scroller = page.locator('main .overflow-y-auto').first();
    const fromEnd = (): Promise<number> =>
      scroller.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    const top = (): Promise<number> => scroller.evaluate((box) => box.scrollTop);
    expect(await fromEnd()).toBeLessThan(48);

    await scroller.hover();
    await page.mouse.wheel(0, -300);
    await button('Jump to the latest').waitFor();
    // It stands below what is read, and covers none of it.
    const [jump, shown] = await Promise.all([
      button('Jump to the latest').boundingBox(),
      scroller.boundingBox(),
    ]);
    expect(jump?.y).toBeGreaterThanOrEqual((shown?.y ?? Infinity) + (shown?.height ?? 0));
    expect(await accessibilityFaults(page)).toEqual([]);
    const place = await top();
    await answer('line25').waitFor();
    expect(await top()).toBe(place);

    await button('Jump to the latest').click();
    await waitFor(async () => (await fromEnd()) < 48, { what: 'the end' });
    await answer('line40').waitFor();
    expect(await fromEnd()).toBeLessThan(48);
    expect(await button('Jump to the latest').count()).toBe(0);
    await button('Stop answering').click();
    await answer('Stopped').waitFor();
    await close();
  }, 45_000);

  test('Enter before an answer has ended is not lost: the message waits, can be held back, and goes out by itself', async () => {
    await open('helper');
    const waits = page.getByRole('status').getByText('Goes out as soon as the answer has ended.');
    await page.evaluate(`new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) if (node.querySelector?.('h2')) document.title = 'Welcome again';
    }).observe(document.querySelector('main'), { childList: true, subtree: true })`);

    // While the first message is on its way to begin a conversation.
    const start = await hold('**/api/conversations');
    await say(`Tell me ${SLOWLY}`);
    await say('And then?');
    await waits.waitFor();
    await start.release();
    await answer('line3').waitFor();
    expect(page.url()).toMatch(/\/c\/helper\/.+/);
    expect(await page.title()).not.toBe('Welcome again');
    expect(await composer().inputValue()).toBe('And then?');
    await waits.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    // While the answer is written.
    await button('Do not send yet').click();
    await waits.waitFor({ state: 'hidden' });
    await composer().press('Enter');
    await waits.waitFor();
    await button('Stop answering').click();
    await answer('Answer 2 to “And then?”').waitFor();
    expect(await composer().inputValue()).toBe('');
    await button('Regenerate').nth(1).waitFor();

    // When all of the answer stands there, and the page has not yet read how it ended.
    const reading = await hold(/\/api\/turns\/[^/]+$/);
    await say('Really?');
    await answer('Answer 3 to “Really?”').waitFor();
    await button('Regenerate').nth(2).waitFor();
    await say('Sure?');
    await waits.waitFor();
    await reading.release();
    await answer('Answer 4 to “Sure?”').waitFor();
    expect(await messages()).toEqual([`Tell me ${SLOWLY}`, 'And then?', 'Really?', 'Sure?']);
    await button('Regenerate').nth(3).waitFor();
    await close();
  }, 60_000);

  test('a stop is at the model within 200 ms, and what was written stays', async () => {
    await open('helper');
    const delays: number[] = [];
    for (let count = 0; count < 3; count++) {
      await say(`Tell me ${SLOWLY}`);
      await page.getByRole('article').nth(count).getByText('line5', { exact: true }).waitFor();
      const stopping = page.waitForRequest(/\/stop$/).then(() => Date.now());
      await button('Stop answering').click();
      await answer('Stopped').nth(count).waitFor();
      delays.push((models.requests.at(-1)?.abortedAt ?? Infinity) - (await stopping));
      await button('Regenerate').nth(count).waitFor();
    }
    expect(delays.sort((one, other) => one - other)[1]).toBeLessThan(200);
    await page.reload();
    const last = page.getByRole('article').nth(2);
    await last.getByText('line5', { exact: true }).waitFor();
    await close();
  }, 60_000);

  test('closing the page stops nothing', async () => {
    await open('helper');
    models.next({ text: Array(60).fill('swim').join(' '), tokensPerSecond: 20 });
    await say('Go on without me');
    await answer('swim').waitFor();
    const [url, request] = [page.url(), models.requests.at(-1)];
    await page.close();

    await waitFor(() => request?.endedAt !== undefined, { what: 'the end', timeoutMs: 15_000 });
    expect(request?.abortedAt).toBeUndefined();
    page = await tab.page.context().newPage();
    await page.goto(url);
    await button('Regenerate').waitFor();
    expect(await answer('swim').innerText()).toBe(Array(60).fill('swim').join(' '));
    await close();
  }, 45_000);

  test('what an answer waits for is told: its turn in the queue, or a slow model', async () => {
    await open('helper', { ...PHONE, colorScheme: 'dark' });
    const modelProxy = await koi.pidOf('model-proxy');
    process.kill(modelProxy, 'SIGSTOP');
    models.next({ text: 'At last', firstTokenDelayMs: 18_000 });
    try {
      await say('Are you there?');
      await page.getByText('Waiting for its turn').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    } finally {
      process.kill(modelProxy, 'SIGCONT');
    }
    await page.getByText('Taking longer than usual').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await answer('At last').waitFor({ timeout: 30_000 });
    await close();
  }, 60_000);

  test('conversations are found, renamed, deleted and brought back, by keyboard and on a phone', async () => {
    await open('helper', PHONE);
    for (const text of ['Carp in winter', 'Bread for ducks']) {
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(text);
      await button('Regenerate').waitFor();
    }
    await button('Conversations and settings').click();
    const list = page.getByRole('navigation', { name: 'Conversations' });
    await list.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await list.getByRole('searchbox').fill('winter');
    await list.getByRole('link', { name: 'Bread for ducks' }).waitFor({ state: 'detached' });
    await list.getByRole('searchbox').fill('no such fish');
    await list.getByText('No conversation matches.').waitFor();
    await list.getByRole('searchbox').fill('');

    await list.getByRole('button', { name: 'Options for “Carp in winter”' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).fill('Cold carp');
    await page.getByRole('textbox', { name: 'Title' }).press('Enter');
    await list.getByRole('link', { name: 'Cold carp' }).waitFor();

    await list.getByRole('button', { name: 'Options for “Bread for ducks”' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('Conversation deleted.').waitFor();
    await page.waitForURL(`${koi.chatUrl}/c/helper`);
    await button('Undo').click();
    await answer('to “Bread for ducks”').waitFor();
    await close();
  }, 60_000);

  test('shortcuts do what the help says, never in a text field, and can be switched off', async () => {
    await open('helper', { permissions: ['clipboard-write'] });
    await say('Hello');
    await answer('Answer 1').waitFor();
    await button('Regenerate').waitFor();
    const keyboard = page.locator('main');

    await composer().press('r');
    expect(await composer().inputValue()).toBe('r');
    await composer().fill('');
    await keyboard.press('r');
    await answer('Answer 2').waitFor();
    await button('Regenerate').waitFor();
    await keyboard.press(',');
    await answer('Answer 1').waitFor();
    await keyboard.press('.');
    await answer('Answer 2').waitFor();
    await keyboard.press('/');
    expect(await composer().evaluate((field) => field === document.activeElement)).toBe(true);
    await keyboard.press('e');
    await page.getByRole('textbox', { name: 'Edit the message' }).press('Escape');
    await keyboard.press('c');
    await page.getByText('Copied').first().waitFor();

    await keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Copy the last answer').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await help.getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await keyboard.press(',');
    await keyboard.press('n');
    await answer('Answer 2').waitFor();
    expect(page.url()).toMatch(/helper\/.+/);
    await button('Keyboard shortcuts').click();
    await help.getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await keyboard.press('n');
    await page.waitForURL(`${koi.chatUrl}/c/helper`);

    // The colours are the system's until somebody chooses, and stay as chosen.
    const isDark = (dark: boolean): Promise<unknown> =>
      page.locator(dark ? 'html.dark' : 'html:not(.dark)').waitFor({ state: 'attached' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await isDark(true);
    await button('Light').click();
    await isDark(false);
    await page.reload();
    await button('As the system').waitFor();
    await isDark(false);
    await button('As the system').click();
    await isDark(true);
    await close();
  }, 60_000);

  test('two answers are regenerated as a pair of their own; the choice before stays', async () => {
    await open('duel', PHONE);
    await say('Which tree?');
    await page.getByText('Which answer is better?').waitFor();
    await button('A is better').tap();
    await page.getByText('You can change your choice').waitFor();
    await button('Two new answers').tap();
    await page.getByText('2/2').waitFor();
    await page.getByText('Which answer is better?').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await button('A is better').getAttribute('aria-pressed')).toBe('false');

    await button('Previous version').tap();
    await page.getByText('You can change your choice').waitFor();
    expect(await button('A is better').getAttribute('aria-pressed')).toBe('true');
    // Until the next message the mind may change.
    await button('Tie').tap();
    await page.getByText('Not sent yet').waitFor({ state: 'detached' });
    await say('And now?');
    await page.getByText('You called it a tie').waitFor();
    await page.getByText('Which answer is better?').waitFor();
    expect(asked()).toEqual(['Which tree?', expect.stringMatching(/^Answer [12] /), 'And now?']);
    await close();
  }, 60_000);
});
