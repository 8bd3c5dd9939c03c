import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { preferenceRow } from '@koi/contracts';
import { describeWithChromium } from '@koi/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
} from './stack/browser.js';
import { MODEL_WORDS } from './stack/koi-yaml.js';
import { onBothBackends } from './stack/on-both-backends.js';
import { say } from './stack/say.js';
import { trainOnce } from './stack/trainer.js';
import { answerOf, SLOWLY } from './stack/upstream.js';

// Real: everything `koi up` starts, both pages in Chromium, the example trainer. Fake: the models' server.
describeWithChromium('the pages', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startBrowser()), 30_000);
  afterAll(() => browser.close());

  onBothBackends('the pages', (shared) => {
    test('from a message to a trained model', async () => {
      const { koi } = shared;
      const { page, errors } = await newcomer(browser);

      // The list of chatbots, and a conversation with a vote.
      await page.goto(koi.chatUrl);
      await page.getByRole('link', { name: /Helper/ }).click();
      await say(page, 'What is bark?');
      const answer = page.getByRole('article', { name: 'Answer' });
      await answer.getByText('naïve — 🐟').waitFor();
      const good = answer.getByRole('button', { name: 'Good answer' });
      const bad = answer.getByRole('button', { name: 'Bad answer' });
      // The thumbs come when the answer is complete.
      await good.waitFor();
      expect(await answer.getByRole('listitem').allInnerTexts()).toEqual(['one', 'two']);
      await good.click();
      await isPressed(good);
      await bad.click();
      await isPressed(bad);
      await isPressed(good, false);
      await bad.click();
      await isPressed(bad, false);
      await good.click();
      await page.reload();
      await isPressed(page.getByRole('button', { name: 'Good answer' }));
      expect(await accessibilityFaults(page)).toEqual([]);

      // Two answers, blind until one is chosen; with the keyboard.
      const heard = listen(page);
      await page.goto(`${koi.chatUrl}/c/duel`);
      await say(page, 'Which tree?');
      await page.getByText('Which answer is better?').waitFor();
      const sideA = page.getByRole('article', { name: 'Answer A' });
      const aIsPine = (await sideA.innerText()).includes('Short needles');
      const received = await heard();
      expect(received).toContain('Which tree?');
      for (const word of MODEL_WORDS) expect(received + (await page.content())).not.toContain(word);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.locator('main').press('ArrowLeft');
      await isPressed(page.getByRole('button', { name: 'A is better' }));
      await page.getByRole('button', { name: 'B is better' }).click();
      const sideB = page.getByRole('article', { name: 'Answer B' });
      await sideB.getByText(aIsPine ? 'Label of Birch' : 'Label of Pine').waitFor();
      await page.reload();
      await isPressed(page.getByRole('button', { name: 'B is better' }));
      expect(errors).toEqual([]);

      // The dashboard: closed, refusing a wrong token, open by the printed link, which loses its token at once.
      const team = await newcomer(browser);
      await team.page.goto(`${koi.dashboardUrl}/?token=not-the-token-at-all`);
      await team.page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
      await team.page.goto(koi.dashboardLink);
      await team.page.getByRole('heading', { name: 'Overview' }).waitFor();
      expect(team.page.url()).not.toContain(koi.dashboardToken);
      await tile(team.page, 'Conversations', '2');
      await team.page.getByRole('link', { name: '1 rankings – show the rows' }).waitFor();
      await team.page.locator('canvas, svg').first().waitFor();
      expect(await accessibilityFaults(team.page)).toEqual([]);

      // The table, and the conversation behind a row.
      await team.page.getByRole('link', { name: 'Explore', exact: true }).click();
      await team.page.getByRole('link', { name: /^Ranking: B/ }).click();
      const drawer = team.page.getByRole('region', { name: 'Which tree?' });
      await drawer.getByText('Short needles for').waitFor();
      await drawer.getByText('Label of Birch').first().waitFor();
      expect(await accessibilityFaults(team.page)).toEqual([]);
      await team.page.keyboard.press('Escape');

      // An export with training, downloaded and read.
      await team.page.getByRole('link', { name: 'Datasets', exact: true }).click();
      await team.page.getByRole('button', { name: 'New export' }).first().click();
      await team.page.getByLabel('Train on it when it is ready').check();
      await team.page.getByRole('textbox', { name: 'Base model' }).fill('tiny/base');
      expect(await accessibilityFaults(team.page)).toEqual([]);
      await team.page.getByRole('button', { name: 'Build export' }).click();
      const files = team.page.getByRole('link', { name: /\.jsonl$/ });
      const [download] = await Promise.all([
        team.page.waitForEvent('download'),
        files.first().click(),
      ]);
      const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
      expect(lines.map((line) => preferenceRow.parse(JSON.parse(line)))).toEqual([
        expect.objectContaining({
          prompt: [{ role: 'user', content: 'Which tree?' }],
          chosen: [
            { role: 'assistant', content: answerOf(aIsPine ? 'birch' : 'pine', 'Which tree?') },
          ],
        }),
      ]);

      // A version that is there can be trained on again.
      await team.page.getByRole('button', { name: 'Train on preferences v1' }).click();
      const dialog = team.page.getByRole('dialog', { name: 'Train on preferences v1' });
      await dialog.getByRole('button', { name: 'Start training' }).click();
      await dialog.getByText('Name the model that training starts from.').waitFor();
      expect(await accessibilityFaults(team.page)).toEqual([]);
      await team.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });

      // The run, from waiting to completed, without a reload.
      await team.page.getByRole('link', { name: 'Training', exact: true }).click();
      await team.page.getByRole('heading', { name: /preferences v1/ }).waitFor();
      await trainOnce(koi.directory);
      await team.page.getByText('New model version').waitFor();
      await team.page.getByText(/^tiny\/base-koi-/).waitFor();
      expect(await accessibilityFaults(team.page)).toEqual([]);
      expect(team.errors).toEqual([]);
      await Promise.all([page.context().close(), team.page.context().close()]);
    }, 120_000);

    test('on a phone, in the dark: a reload in the middle of an answer, and a stop', async () => {
      const { koi } = shared;
      const { page, errors } = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(page, `Tell me ${SLOWLY}`);
      const answer = page.getByRole('article', { name: 'Answer' });
      await answer.getByText('word20').waitFor();

      await page.reload();
      await answer.getByText('word40').waitFor();
      await page.getByRole('button', { name: 'Stop answering' }).click();
      await answer.getByText('Stopped', { exact: true }).waitFor();
      const text = await answer.innerText();
      // The last word may be cut in two.
      const words = [...text.matchAll(/word(\d+) /g)].map(([, index]) => Number(index));
      expect(words.length).toBeGreaterThanOrEqual(40);
      expect(words).toEqual(words.map((_, index) => index));
      expect(await scrollsSideways(page)).toBe(false);
      expect(await accessibilityFaults(page)).toEqual([]);

      await page.goto(`${koi.chatUrl}/c/duel`);
      await say(page, 'Small trees?');
      await page.getByText('Which answer is better?').waitFor();
      expect(await scrollsSideways(page)).toBe(false);
      await page.getByRole('button', { name: 'Show answer B' }).tap();
      await page.getByRole('button', { name: 'Tie' }).tap();
      await isPressed(page.getByRole('button', { name: 'Tie' }));
      expect(await accessibilityFaults(page)).toEqual([]);

      // No feedback is asked for where there is none.
      await page.goto(`${koi.chatUrl}/c/quiet`);
      await say(page, 'Hello');
      await answer.getByRole('button', { name: 'Copy answer' }).waitFor();
      expect(await page.getByRole('button', { name: /Good answer|is better/ }).count()).toBe(0);
      expect(errors).toEqual([]);

      const team = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
      await team.page.goto(koi.dashboardLink);
      for (const place of ['', 'feedback', 'datasets', 'training']) {
        if (place) await team.page.goto(`${koi.dashboardUrl}/${place}`);
        await team.page.getByRole('heading', { level: 1 }).waitFor();
        // The overview keeps listening; it has settled when it says so.
        if (place) await team.page.waitForLoadState('networkidle');
        else await team.page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
        expect([place, await scrollsSideways(team.page)]).toEqual([place, false]);
        expect([place, await accessibilityFaults(team.page)]).toEqual([place, []]);
      }
      expect(team.errors).toEqual([]);
      await Promise.all([page.context().close(), team.page.context().close()]);
    }, 90_000);
  });
});

/** Waits until a toggle shows a state and the page says of nothing that it is not sent yet. */
async function isPressed(toggle: Locator, pressed = true): Promise<void> {
  await toggle.and(toggle.page().locator(`[aria-pressed="${String(pressed)}"]`)).waitFor();
  await toggle.page().getByText('Not sent yet').waitFor({ state: 'detached' });
}

/** Waits until the overview shows a number; it asks by itself. */
const tile = (page: Page, label: string, value: string): Promise<void> =>
  page.getByRole('link', { name: `${value} ${label} – show the rows` }).waitFor();

/** Everything the page receives from now on. */
function listen(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith('/api/')) return;
    // It lasts as long as the page and tells turn ids alone.
    if (/^\/api\/conversations\/[^/]+\/events$/.test(pathname)) return;
    // An event stream that ended, or a body that is gone with its page, has been read by the page itself.
    bodies.push(response.text().catch(() => ''));
  });
  return async () => (await Promise.all(bodies)).join('\n');
}
