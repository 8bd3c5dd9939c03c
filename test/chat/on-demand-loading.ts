import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';

export function onDemandLoading(chat: () => ChatKoi): void {
  test('what sets formulas and colours code is loaded when an answer has some, and code looks the same streamed and after a reload', async () => {
    const { koi, browser } = chat();
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

  test('the first page loads less than 130 KB of script, compressed', async () => {
    const { koi, browser } = chat();
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
}
