import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newcomer } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { expectSoon } from './expect-soon.js';

export function announcementsAndMotion(chat: () => ChatKoi): void {
  test('what moves does so only for those who did not ask for less motion', async () => {
    const { koi, browser } = chat();
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

  test('a streamed answer is announced when it begins and when it ends, and nothing of it in between', async () => {
    const { koi, browser } = chat();
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
}

const said = (page: Page): Promise<string[]> => page.evaluate('window.said');
