import { expect, test } from '@jest/globals';
import { accessibilityFaults } from '../stack/browser.js';
import { openList, type ModelsKoi } from './models-koi.js';

export function draftPreview(workshop: () => ModelsKoi): void {
  test('a draft is seen as people would see it, and tried with nothing of it kept', async () => {
    const { koi, upstream, rows, team } = workshop();
    const { page } = team;
    const tables = ['participant', 'consent', 'conversation', 'turn', 'candidate', 'feedback'];
    const kept = (): Promise<number[]> =>
      Promise.all(
        tables.map(async (table) => {
          const [row] = await rows.query<{ count: string }[]>(`select count(*) from ${table}`);
          return Number(row?.count);
        }),
      );
    const before = await kept();
    await page.goto(`${koi.dashboardUrl}/chatbots/new`);
    const chat = page.frameLocator('iframe[title="Preview of the chat"]');
    await page.getByLabel('Title').fill('Reeds');
    await chat.getByRole('heading', { name: 'Reeds', level: 2 }).waitFor();

    // As it is typed, without a save.
    await page.getByLabel('Welcome').fill('Ask about reeds.');
    await chat.getByText('Ask about reeds.').waitFor();
    await page.getByLabel('Starters, one a line').fill('How tall do they grow?');
    await page.getByLabel('Consent text').fill('We read what you write.');
    await page.getByLabel('System prompt').fill('Speak of reeds alone.');
    await page.getByLabel('Temperature').fill('0.3');
    await chat.getByRole('button', { name: 'How tall do they grow?' }).click();
    await chat.getByRole('dialog').getByText('We read what you write.').waitFor();
    await chat.getByRole('button', { name: 'I agree' }).click();
    // Without a model it says what is missing.
    await chat.getByText('Add a model with a weight that is switched on first.').first().waitFor();

    await page.getByLabel('Add a model').selectOption('heron');
    upstream.script({ text: 'Up to **four** metres.' });
    await chat.getByRole('textbox', { name: 'Message', exact: true }).fill('And in a pond?');
    await chat.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
    await chat.getByText('Up to four metres.').waitFor();
    const asked = upstream.requests.at(-1)?.body;
    expect(asked).toMatchObject({ temperature: 0.3 });
    expect(asked?.messages[0]).toEqual({ role: 'system', content: 'Speak of reeds alone.' });
    expect(asked?.messages.at(-1)?.content).toContain('And in a pond?');
    await chat.getByRole('button', { name: 'Good answer' }).last().click();
    await chat.getByRole('region', { name: /What was good/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    // Another mode counts from the next message; both answers are compared blind, then named.
    await page.getByLabel('Mode', { exact: true }).selectOption('rank');
    await page.getByLabel('Add a model').selectOption('demo');
    await page.getByRole('button', { name: 'Start the preview over' }).click();
    await page.getByRole('button', { name: 'Desktop' }).click();
    await chat.getByRole('button', { name: 'How tall do they grow?' }).click();
    await chat.getByRole('button', { name: 'I agree' }).click();
    await chat.getByRole('button', { name: /A is better/ }).click();
    await chat.getByText('heron', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Preview in dark colours' }).click();
    await page.getByLabel('Language of the preview').selectOption('de');
    await chat.getByRole('button', { name: /A ist besser/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');

    expect(await kept()).toEqual(before);
    await openList(page, 'Chatbots');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { level: 1, name: 'Chatbots' }).waitFor();
  }, 60_000);
}
