import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { expectSoon } from './expect-soon.js';
import { WIDE } from './sample-answers.js';

export function wideScreens(chat: () => ChatKoi): void {
  test('on a wide screen lines stay short, and what can be pressed stays with what it belongs to', async () => {
    const { koi, browser } = chat();
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

  test.each([
    { device: 'a desktop', options: { viewport: { width: 1280, height: 800 } } },
    { device: 'a phone', options: PHONE },
  ])(
    'wide answers scroll by themselves on $device, in both writing directions',
    async ({ options }) => {
      const { koi, browser } = chat();
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
