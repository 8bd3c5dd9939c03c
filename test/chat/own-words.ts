import { expect, test } from '@jest/globals';
import type { ConversationView } from '@koi/contracts';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { say } from '../stack/say.js';
import type { ChatKoi } from './chat-koi.js';
import { expectSoon } from './expect-soon.js';

export function ownWords(chat: () => ChatKoi): void {
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
      const { koi, browser } = chat();
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
}
