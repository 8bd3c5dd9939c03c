import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithChromium, fakeUpstream, type FakeUpstream } from '@koi/testing';
import type { Browser, Page } from 'playwright-core';
import { nastySamples } from '../apps/chat/src/features/markdown/nasty-samples.js';
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

/** An answer with everything that may be wider than a phone, in both writing directions. */
const WIDE = [
  nastySamples['rightToLeft'],
  nastySamples['wideTable'],
  nastySamples['longWords'],
  `\`\`\`ts\nexport const ${'long'.repeat(80)} = 1;\n\`\`\``,
  `$$\n${'x_1 + '.repeat(120)} y\n$$`,
  'It costs $5 and $10, and $x^2$ is a formula.',
].join('\n\n');

/** Postgres keeps no NUL and JSON no half of a character, so koi never gives these to a page. */
const UNSTORABLE = ['nulAndControls', 'loneSurrogates'];
const names = Object.keys(nastySamples).filter(
  (name) => !UNSTORABLE.includes(name) && nastySamples[name]?.trim(),
);
/** Samples that take everything after them for their own stand at the end of an answer. */
const GREEDY = [
  'unclosedFence',
  'unclosedTildeFence',
  'fenceInFence',
  'scripts',
  'unclosedHtml',
  'angleRuns',
  'carriageReturns',
  'strayMarks',
];
const answers = GREEDY.map((greedy, index) =>
  names
    .filter((name) => !GREEDY.includes(name))
    .filter((_name, at) => at % GREEDY.length === index)
    .concat(greedy)
    .map((name) => nastySamples[name])
    .join('\n\n'),
);
const TABS = 2;

/** A chatbot that shows images of one host. */
const GALLERY = `
  gallery:
    title: Gallery
    images: { show: [images.koi.example] }
    models: [pine-model]
`;
const PICTURES =
  '![a koi](https://images.koi.example/koi.svg) and ![a carp](https://other.koi.example/carp.svg)';

// Real: everything `koi up` starts, the page in Chromium. Fake: the models' server, which answers with the samples.
describeWithChromium('the text of answers', () => {
  let browser: Browser;
  let models: FakeUpstream;
  let koi: RunningKoi;
  beforeAll(async () => {
    models = await fakeUpstream({
      script: ({ messages }) => {
        const message = messages.at(-1)?.content ?? '';
        if (message === 'pictures') return { text: PICTURES };
        const sample = answers[Number(/^samples (\d+)/.exec(message)?.[1])];
        return sample || message === 'wide'
          ? { text: sample ?? WIDE, splits: { randomSeed: message.length + 3, longest: 2_000 } }
          : { text: SENTENCES, tokensPerSecond: 50 };
      },
    });
    [browser, koi] = await Promise.all([
      startBrowser(),
      RunningKoi.start({ config: koiYaml(models.baseUrl) + GALLERY }),
    ]);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await koi?.remove();
    await models?.stop();
  }, 30_000);

  test('hostile and broken answers run nothing, and read streamed as they read after a reload', async () => {
    await Promise.all(
      Array.from({ length: TABS }, async (_, index) => {
        const mine = answers.flatMap((_answer, at) => (at % TABS === index ? [at] : []));
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

  test.each([
    { device: 'a desktop', options: { viewport: { width: 1280, height: 800 } } },
    { device: 'a phone', options: PHONE },
  ])(
    'wide answers scroll by themselves on $device, in both writing directions',
    async ({ options }) => {
      const { page, errors } = await newcomer(browser, {
        ...options,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(page, 'wide');
      await page.getByRole('button', { name: 'Good answer' }).waitFor();
      await page.locator('.katex').nth(1).waitFor();

      expect(await page.locator('.katex').count()).toBe(2);
      expect(await page.getByText('It costs $5 and $10').count()).toBe(1);
      const hebrew = page.locator('.markdown p').first();
      expect(await hebrew.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');

      // Bars, bullets and columns are on the side where the text begins.
      const quote = page.locator('.markdown blockquote');
      expect(await quote.evaluate((bar) => getComputedStyle(bar).borderRightWidth)).toBe('3px');
      const arabic = page.getByRole('region', { name: 'Table' }).first();
      const [first, second] = await Promise.all([
        arabic.getByText('عربي').boundingBox(),
        arabic.getByText('English').boundingBox(),
      ]);
      expect(first?.x).toBeGreaterThan(second?.x ?? Infinity);

      // The table moves by keyboard, the page does not.
      const table = page.getByRole('region', { name: 'Table' }).last();
      await table.focus();
      await page.keyboard.press('ArrowRight');
      await expectSoon(() => table.evaluate((element) => Math.abs(element.scrollLeft) > 0));
      expect(await table.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe(
        'solid',
      );

      // Long lines of code wrap when asked to.
      const code = page.locator('.code-block pre');
      const isWide = (): Promise<boolean> =>
        code.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
      expect(await isWide()).toBe(true);
      await page.getByRole('button', { name: 'Wrap long lines' }).click();
      await expectSoon(async () => !(await isWide()));

      // Code, message and answer are copied as they were written.
      for (const [name, text] of [
        ['Copy code', `export const ${'long'.repeat(80)} = 1;`],
        ['Copy message', 'wide'],
        ['Copy answer', WIDE],
      ] as const) {
        await page.getByRole('button', { name, exact: true }).click();
        await expectSoon(
          async () => (await page.evaluate('navigator.clipboard.readText()')) === text,
        );
      }

      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        await expectSoon(async () => !(await scrollsSideways(page)));
        expect([direction, await overflowing(page)]).toEqual([direction, []]);
      }
      expect(await accessibilityFaults(page)).toEqual([]);

      // With forced colours the edges of a table and the focus still show.
      await page.emulateMedia({ forcedColors: 'active' });
      await table.focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      const edges = await table.evaluate((element) => {
        const { borderTopStyle, outlineStyle } = getComputedStyle(element);
        return [borderTopStyle, outlineStyle];
      });
      expect(edges).toEqual(['solid', 'solid']);
      expect(errors).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('the first page loads less than 130 KB of script, compressed', async () => {
    const { page } = await newcomer(browser);
    const scripts: Promise<[string, number]>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        scripts.push(response.body().then((body) => [response.url(), gzipSync(body).length]));
    });
    const response = await page.goto(`${koi.chatUrl}/c/helper`);
    await page.waitForLoadState('networkidle');

    // What the page names itself is what it waits for; lists and menus come after it.
    const named = [...((await response?.text()) ?? '').matchAll(/\/(?:assets\/)?[\w.-]+\.js/g)].map(
      String,
    );
    const first = (await Promise.all(scripts)).filter(([url]) =>
      named.includes(new URL(url).pathname),
    );
    expect(first).toHaveLength(named.length);
    expect(first.reduce((sum, [, size]) => sum + size, 0)).toBeLessThan(130_000);
    await page.context().close();
  });

  test('a streamed answer is announced when it begins and when it ends, and nothing of it in between', async () => {
    const { page } = await newcomer(browser);
    await page.goto(`${koi.chatUrl}/c/helper`);
    await page.getByRole('textbox', { name: 'Message' }).waitFor();
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      for (const region of document.querySelectorAll(
        '[aria-live],[role=status],[role=alert],[role=log]',
      ))
        new MutationObserver(() => {
          const text = region.textContent?.trim();
          if (text) said.push(text);
        }).observe(region, { childList: true, subtree: true, characterData: true });
    });
    await say(page, 'tell me');
    await page.getByText('sentence 5').waitFor();
    // What stands is left alone while the rest is written.
    await page.evaluate(() => {
      const finished = [...document.querySelectorAll('.markdown p')].slice(0, -2);
      const touched: MutationRecord[] = [];
      const observer = new MutationObserver((records) => touched.push(...records));
      for (const paragraph of finished)
        observer.observe(paragraph, {
          attributes: true,
          characterData: true,
          childList: true,
          subtree: true,
        });
      const standing = () => finished.filter(({ isConnected }) => isConnected).length;
      const left = () => ({
        finished: finished.length,
        standing: standing(),
        touched: touched.length,
      });
      Object.assign(window, { left });
    });
    // Nothing that moves while the answer grows, for those who asked for that.
    const growing = await page.waitForFunction(() => {
      const element = document.querySelector('.markdown .growing');
      if (!element) return undefined;
      // As when nothing comes for a while.
      element.closest('.markdown')?.classList.add('resting');
      const { animationName, animationDuration } = getComputedStyle(element, '::after');
      return { name: animationName, seconds: parseFloat(animationDuration) };
    });
    const pulse = (await growing.jsonValue()) ?? { name: 'nothing grows', seconds: NaN };
    expect(pulse.name).toBe('koi-pulse');
    expect(pulse.seconds).toBeLessThan(0.001);
    await page.getByRole('button', { name: 'Good answer' }).waitFor();
    await expectSoon(async () => (await said(page)).includes('The answer is complete.'));

    const left = await page.evaluate<Record<string, number>>('window.left()');
    expect(left).toEqual({ finished: left.finished, standing: left.finished, touched: 0 });
    expect(left.finished).toBeGreaterThan(2);
    expect(await page.locator('.markdown p').count()).toBe(30);
    expect(await said(page)).toEqual(['The answer is being written.', 'The answer is complete.']);
    expect(await page.locator('[aria-live] .markdown, [role=log] .markdown').count()).toBe(0);
    await page.context().close();
  }, 60_000);
});

const SENTENCES = Array.from({ length: 30 }, (_, index) => `This is sentence ${index}.`).join(
  '\n\n',
);

const said = (page: Page): Promise<string[]> => page.evaluate('window.said');

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.fill(text);
  await field.press('Enter');
}

async function expectSoon(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 50 && !(await holds()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await holds()).toBe(true);
}

/** The answers' elements as text, when everything that loads late is there. */
async function answersIn(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(800);
  return page
    .locator('.markdown')
    .evaluateAll((answers) => answers.map(({ innerHTML }) => innerHTML));
}

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

/** Parts of the page that stick out of it sideways and are not cut off by something that scrolls. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element): boolean => {
      for (let at: Element | null = element.parentElement; at; at = at.parentElement)
        if (
          /auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX) &&
          at.clientWidth < width
        )
          return true;
      return false;
    };
    return [...document.querySelectorAll('main *')]
      .filter((element) => {
        const { left, right, width: own } = element.getBoundingClientRect();
        return own > 1 && (left < -1 || right > width + 1) && !scrolls(element);
      })
      .map(({ tagName, className }) => `${tagName}.${String(className)}`);
  });
