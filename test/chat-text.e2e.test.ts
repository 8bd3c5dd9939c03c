import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ConversationView } from '@koi/contracts';
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

/** A chatbot that shows images of one host, one that asks for reasons of its own, and one that never names its models. */
const MORE_CHATBOTS = `
  gallery:
    title: Gallery
    images: { show: [images.koi.example] }
    models: [pine-model]
  critic:
    title: The Critic
    feedback: vote
    reasons:
      up: [{ key: cites_sources, label: { en: Cites its sources, de: Nennt Quellen } }]
      down: [too_long, { key: rude, label: { en: Rude, de: Unhöflich } }]
    models: [pine-model]
  masked:
    title: Masked
    feedback: rank
    revealModels: false
    models: [pine-model, birch-model]
`;
const CODE = 'Like this:\n\n```python\ndef feed(koi):\n    return "a crumb"\n```\n\nThat is all.';
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
        if (message === 'formula') return { text: 'It is $x^2$.' };
        if (message === 'code') return { text: CODE, splits: { randomSeed: 3, longest: 40 } };
        const sample = answers[Number(/^samples (\d+)/.exec(message)?.[1])];
        return sample || message === 'wide'
          ? { text: sample ?? WIDE, splits: { randomSeed: message.length + 3, longest: 2_000 } }
          : { text: SENTENCES, tokensPerSecond: 50 };
      },
    });
    [browser, koi] = await Promise.all([
      startBrowser(),
      RunningKoi.start({ config: koiYaml(models.baseUrl) + MORE_CHATBOTS }),
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

  test('what sets formulas and colours code is loaded when an answer has some, and code looks the same streamed and after a reload', async () => {
    const { page, errors } = await newcomer(browser);
    const loaded: string[] = [];
    page.on('request', (request) => {
      const name = /assets\/(render-math|highlight\.worker|python|typescript|bash|rust)-/.exec(
        request.url(),
      )?.[1];
      if (name) loaded.push(name);
    });
    const block = page.locator('.code-block');
    const coloured = async (): Promise<string> => {
      await block.locator('.hljs-keyword', { hasText: 'return' }).waitFor();
      return block.innerHTML();
    };
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'pictures');
    await page.getByRole('button', { name: 'Good answer' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(loaded).toEqual([]);

    await say(page, 'formula');
    await page.locator('.katex').waitFor();
    expect(loaded).toEqual(['render-math']);
    await page.getByRole('button', { name: 'Good answer' }).nth(1).waitFor();
    await say(page, 'code');
    const streamed = await coloured();
    expect(await block.locator('.hljs-string').allInnerTexts()).toEqual(['"a crumb"']);
    expect(await block.locator('.hljs-title').allInnerTexts()).toEqual(['feed']);
    expect(new Set(loaded)).toEqual(new Set(['render-math', 'highlight.worker', 'python']));
    await page.reload();
    expect(await coloured()).toBe(streamed);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test.each([
    {
      locale: 'en-GB',
      good: 'Good answer',
      bad: 'Bad answer',
      labels: ['Cites its sources', 'Rude'],
    },
    {
      locale: 'de-DE',
      good: 'Gute Antwort',
      bad: 'Schlechte Antwort',
      labels: ['Nennt Quellen', 'Unhöflich'],
    },
  ])(
    "a chatbot's title names its page, and its own reasons read in $locale and are kept by their key",
    async ({ locale, good, bad, labels }) => {
      const { page, errors } = await newcomer(browser, { locale });
      const german = locale.startsWith('de');
      await page.goto(`${koi.chatUrl}/c/critic`);
      await expectSoon(async () => (await page.title()) === 'The Critic · koi');
      await page.getByRole('heading', { name: 'The Critic', level: 1 }).waitFor();
      await say(page, 'pictures', german ? 'Nachricht' : 'Message');
      await page.getByRole('button', { name: good }).click();
      await page.getByRole('button', { name: labels[0] }).click();
      const voted = async (): Promise<unknown> => {
        const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
        const response = await page.request.get(`${koi.chatUrl}/api/conversations/${id}`);
        const { turns } = (await response.json()) as ConversationView;
        const { vote, voteReasons } = turns[0]?.candidates[0] ?? {};
        return `${vote}: ${voteReasons?.join()}`;
      };
      await expectSoon(async () => (await voted()) === 'up: cites_sources');
      await expectSoon(async () => (await page.title()) === 'pictures · The Critic · koi');

      // Another list for the other thumb, beside a reason that is built in.
      await page.getByRole('button', { name: bad }).click();
      await page.getByRole('button', { name: labels[1] }).click();
      await page.getByRole('button', { name: german ? 'Zu lang' : 'Too long' }).waitFor();
      await expectSoon(async () => (await voted()) === 'down: rude');
      expect(await page.getByRole('button', { name: labels[0] }).count()).toBe(0);
      expect(await accessibilityFaults(page)).toEqual([]);
      // The page's own mark, and the fonts it brings along.
      const icon = await page.locator('link[rel=icon]').getAttribute('href');
      const mark = await page.request.get(new URL(icon ?? '', koi.chatUrl).href);
      expect(mark.headers()['content-type']).toContain('image/svg+xml');
      const fonts =
        'document.fonts.check("16px Instrument Sans Variable") && document.fonts.check("16px Bricolage Grotesque Variable")';
      await expectSoon(() => page.evaluate<boolean>(fonts));
      expect(errors).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('on a wide screen lines stay short, and what can be pressed stays with what it belongs to', async () => {
    const { page, errors } = await newcomer(browser, { viewport: { width: 1920, height: 1080 } });
    // Some 95 letters of the page's font: more is hard to read from line to line.
    const LONGEST_LINE = 768;
    for (const [chatbot, last] of [
      ['helper', 'Good answer'],
      ['masked', 'Both are bad'],
    ] as const) {
      await page.goto(`${koi.chatUrl}/c/${chatbot}`);
      await say(page, 'wide');
      await page.getByRole('button', { name: last, disabled: false }).waitFor();
      const { lines, column, strays } = await page.evaluate(() => {
        const box = (element: Element) => element.getBoundingClientRect();
        const content = document.querySelector('main .overflow-y-auto > div');
        const { left, right } = content ? box(content) : { left: NaN, right: NaN };
        const shown = [...document.querySelectorAll('main :is(button, textarea)')].filter(
          (element) => !element.closest('header:not(article header)') && box(element).width > 0,
        );
        return {
          lines: [...document.querySelectorAll('.markdown p, main textarea')].map(
            (line) => box(line).width,
          ),
          column: [left, right],
          strays: shown
            .filter((element) => !(box(element).left >= left && box(element).right <= right))
            .map(({ ariaLabel, textContent }) => ariaLabel ?? textContent),
        };
      });
      expect(lines.length).toBeGreaterThan(1);
      expect(Math.max(...lines)).toBeLessThanOrEqual(LONGEST_LINE);
      expect(strays).toEqual([]);
      // The conversation stands in the middle of the room beside the side bar.
      const main = await page.locator('main').boundingBox();
      const [left = NaN, right = NaN] = column;
      expect(Math.abs(left - (main?.x ?? 0) - (1920 - right))).toBeLessThan(24);
      expect([chatbot, await overflowing(page)]).toEqual([chatbot, []]);
      expect(await accessibilityFaults(page)).toEqual([]);
    }

    // Two answers stand side by side; after the choice they stay unnamed where the chatbot says so.
    const [one, other] = await Promise.all(
      ['A', 'B'].map((side) => page.getByRole('article', { name: `Answer ${side}` }).boundingBox()),
    );
    expect(one?.y).toBe(other?.y);
    expect((one?.x ?? NaN) + (one?.width ?? NaN)).toBeLessThan(other?.x ?? NaN);
    expect(Math.abs((one?.width ?? 0) - (other?.width ?? 0))).toBeLessThan(2);
    const stored = page.waitForResponse(/\/ranking$/);
    await page.getByRole('button', { name: 'Tie' }).click();
    expect(await (await stored).text()).not.toContain('Label of');
    await page.reload();
    await page.getByRole('button', { name: 'Tie', pressed: true }).waitFor();
    expect(await page.content()).not.toContain('Label of');

    // Whatever the keyboard gets to shows that it is there.
    const unseen: string[] = [];
    const places = new Set<string>();
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      const [name, shows] = await page.evaluate(() => {
        const element = document.activeElement ?? document.body;
        const marked = (at: Element | null): boolean => {
          const style = at && getComputedStyle(at);
          return style?.outlineStyle === 'solid' || (style?.boxShadow ?? 'none') !== 'none';
        };
        const isField = element.matches('textarea');
        return [
          `${element.tagName} ${element.ariaLabel ?? element.textContent?.trim().slice(0, 30)}`,
          element === document.body || marked(isField ? element.closest('.shell') : element),
        ] as const;
      });
      places.add(name);
      if (!shows) unseen.push(name);
    }
    expect(unseen).toEqual([]);
    expect(places.size).toBeGreaterThan(15);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('what moves does so only for those who did not ask for less motion', async () => {
    const moved = async (reducedMotion: 'reduce' | 'no-preference'): Promise<string[]> => {
      const { page } = await newcomer(browser, {
        reducedMotion,
        viewport: { width: 1280, height: 500 },
      });
      await page.addInitScript(() => {
        const seen = new Set<string>();
        Object.assign(window, { seen });
        const note = ({ type, target }: Event): void => {
          const animations = (target as Element).getAnimations?.({ subtree: true }) ?? [];
          for (const { effect } of animations)
            if (Number(effect?.getComputedTiming().duration) > 1) seen.add(type);
        };
        for (const type of ['animationstart', 'transitionrun']) addEventListener(type, note, true);
      });
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(page, 'tell me');
      await page.getByText('sentence 20').waitFor();
      await page.mouse.move(600, 200);
      await page.mouse.wheel(0, -400);
      const jumped = await page
        .getByRole('button', { name: 'Jump to the latest' })
        .evaluate((button: HTMLElement) => {
          const scroller = document.querySelector('main .overflow-y-auto');
          button.click();
          const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = scroller ?? {};
          return scrollHeight - scrollTop - clientHeight < 48;
        });
      const good = page.getByRole('button', { name: 'Good answer' });
      await good.click();
      await page.getByRole('region', { name: /What was good/ }).waitFor();
      const seen = await page.evaluate<string[]>('[...window.seen]');
      if (!jumped) seen.push('scrolling');
      await page.context().close();
      return seen.sort();
    };
    expect(await moved('no-preference')).toEqual(['animationstart', 'scrolling', 'transitionrun']);
    expect(await moved('reduce')).toEqual([]);
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

async function say(page: Page, text: string, label = 'Message'): Promise<void> {
  const field = page.getByRole('textbox', { name: label });
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
