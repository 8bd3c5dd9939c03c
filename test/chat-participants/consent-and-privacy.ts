import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { participantData } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { newcomer, PHONE } from '../stack/browser.js';
import { answer, button, cookies, isSound, say } from './on-the-page.js';
import type { ParticipantsKoi } from './participants-koi.js';

export function consentAndPrivacy(shared: () => ParticipantsKoi): void {
  test.each([
    ['desktop', {}],
    ['phone', PHONE],
  ])(
    'on a %s: nothing is stored before consent; what was stored is downloaded, and deleted',
    async (_, size) => {
      const { koi, browser, rows } = shared();
      const before = await shared().stored();
      const { page, errors } = await newcomer(browser, size);
      await page.goto(`${koi.chatUrl}/c/study`);
      await say(page, 'Hello');
      const dialog = page.getByRole('dialog', { name: 'Before you start' });
      await dialog.getByText('We keep what you write.').waitFor();
      await isSound(page);
      await button(page, 'Not now').click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await shared().stored()).toEqual(before);
      expect(await cookies(page)).toEqual([]);

      // The message came back to the composer.
      await page.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
      await button(page, 'I agree').click();
      await answer(page, 'You said “Hello”').waitFor();
      await button(page, 'Regenerate').waitFor();
      expect(await shared().stored()).toMatchObject({
        participant: (before['participant'] ?? 0) + 1,
        consent: (before['consent'] ?? 0) + 1,
        turn: (before['turn'] ?? 0) + 1,
      });

      // A text that was changed is asked for again, by whatever is stored next.
      await rows.query(
        `update chatbot set consent_text = consent_text || ' For long.' where slug = 'study'`,
      );
      await button(page, 'Regenerate').click();
      await page.getByRole('dialog', { name: 'The text has changed' }).waitFor();
      await isSound(page);
      await button(page, 'Not now').click();
      await button(page, 'Regenerate').waitFor();
      expect((await shared().stored())['candidate']).toBe((before['candidate'] ?? 0) + 1);
      await button(page, 'Edit message').click();
      await page.getByRole('textbox', { name: 'Edit the message' }).fill('Goodbye');
      await page.keyboard.press('Enter');
      await button(page, 'Not now').click();
      await page.getByText('Your consent is needed').waitFor();
      await button(page, 'Try again').click();
      await button(page, 'I agree').click();
      await answer(page, 'You said “Goodbye”').waitFor();
      await button(page, 'Good answer').click();
      await waitFor(
        async () => (await shared().stored())['feedback'] === (before['feedback'] ?? 0) + 1,
        {
          what: 'the vote',
        },
      );

      await page.goto(`${koi.chatUrl}/privacy`);
      await page.getByRole('heading', { name: 'What is kept' }).waitFor();
      await isSound(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download my data' }).click(),
      ]);
      const data = participantData.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
      expect(data.conversations.flatMap(({ turns }) => turns.map(({ text }) => text))).toEqual([
        'Hello',
        'Goodbye',
      ]);
      expect(data.consents).toHaveLength(2);
      expect(data.feedback).toMatchObject([{ kind: 'vote', value: 'up' }]);

      await button(page, 'Delete my data').click();
      await isSound(page);
      await button(page, 'Delete for good').click();
      await page.getByRole('status').getByText('Everything of you is deleted').waitFor();
      await isSound(page);
      expect(await shared().stored()).toEqual(before);
      expect(await cookies(page)).toEqual([]);
      expect(errors.filter((error) => !error.includes('403'))).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
}
