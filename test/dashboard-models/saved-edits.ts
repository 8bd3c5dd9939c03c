import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer, type Tab } from '../stack/browser.js';
import { openEditor, save, type ModelsKoi } from './models-koi.js';

const ANSWER = 'One heron stands in the water and waits for a fish to come by.';

export function savedEdits(workshop: () => ModelsKoi): void {
  let guest: Tab;

  test('an edit of a chatbot is what people meet from then on', async () => {
    const { koi, browser, upstream, rows, team } = workshop();
    const { page } = team;
    upstream.script({ text: ANSWER });
    guest = await newcomer(browser);
    const chat = guest.page;
    await chat.goto(`${koi.chatUrl}/c/marsh`);
    await chat.getByRole('button', { name: 'Who wades here?' }).click();
    await chat.getByRole('button', { name: 'Good answer' }).click();
    await chat.getByRole('group', { name: 'Reasons' }).waitFor();
    expect(await chat.getByRole('dialog').count()).toBe(0);

    await openEditor(page, 'Chatbots', 'Marsh');
    await page.getByLabel('Welcome').fill('Ask about birds that wade.');
    await page.getByLabel('Starters, one a line').fill('Who stands on one leg?');
    await page.getByLabel('Consent text').fill('We count what you prefer.');
    await page.getByLabel('Mode', { exact: true }).selectOption('rank');
    await page.getByRole('tab', { name: 'The better of two' }).click();
    await page.getByLabel('Reason 1 in English').fill('Right about birds');
    await page.getByRole('button', { name: 'Add a reason' }).click();
    await page.getByLabel('Key of reason 7').fill('knows_ponds');
    await page.getByLabel('Reason 7 in English').fill('Knows ponds');
    await page.getByLabel('Role of demo').selectOption('canary');
    expect(await accessibilityFaults(page)).toEqual([]);
    await save(page);
    await page.reload();
    await page.getByText('Everything is saved.').waitFor();
    expect(await page.getByLabel('Role of demo').inputValue()).toBe('canary');

    // Whoever has talked to it before agrees first, too.
    await chat.goto(`${koi.chatUrl}/c/marsh`);
    await chat.getByText('Ask about birds that wade.').waitFor();
    expect(await chat.getByRole('button', { name: 'Who swims?', exact: true }).count()).toBe(0);
    await chat.getByRole('button', { name: 'Who stands on one leg?' }).click();
    await chat.getByRole('dialog').getByText('We count what you prefer.').waitFor();
    await chat.getByRole('button', { name: 'I agree' }).click();
    // The canary was off before: now it is drawn beside the other.
    await chat.getByRole('button', { name: 'A is better' }).click();
    await chat.getByText('heron', { exact: true }).waitFor();
    await chat.getByText('Demo', { exact: true }).waitFor();
    const reasons = chat.getByRole('group', { name: 'Reasons' }).getByRole('button');
    expect(await reasons.allInnerTexts()).toEqual([
      'Right about birds',
      'More helpful',
      'Clearer',
      'More thorough',
      'More concise',
      'Better style',
      'Knows ponds',
    ]);
    await reasons.filter({ hasText: 'Knows ponds' }).click();
    await reasons.filter({ hasText: 'Right about birds' }).click();
    await waitFor(
      async () => {
        const [row] = await rows.query<{ reasons: string[] }[]>(
          `select reasons from feedback where kind = 'ranking' order by revision desc limit 1`,
        );
        return row?.reasons.toSorted().join() === 'accurate,knows_ponds';
      },
      { what: 'both reasons under their keys' },
    );
  }, 60_000);

  test('an edit of a model counts from the next answer on', async () => {
    const { upstream, team } = workshop();
    const { page } = team;
    const chat = guest.page;
    await openEditor(page, 'Models', 'heron');
    await page.getByLabel('Label', { exact: true }).fill('Grey heron');
    await page.getByLabel('Most tokens').fill('7');
    await page.getByLabel('Next token within, seconds').fill('1');
    expect(await accessibilityFaults(page)).toEqual([]);
    await save(page);
    await page.getByRole('heading', { level: 1, name: 'Grey heron' }).waitFor();

    await say(chat, 'And in winter?');
    await chat.getByText('Cut off at the length limit').waitFor();
    expect(upstream.requests.at(-1)?.body.max_tokens).toBe(7);
    await chat.getByRole('button', { name: 'A is better' }).last().click();
    await chat.getByText('Grey heron', { exact: true }).last().waitFor();

    // The time it may take between two tokens.
    upstream.next({ text: ANSWER, stallAfterTokens: 2 });
    await say(chat, 'And in spring?');
    await chat.getByText('The model stopped answering. Please try again.').waitFor();
    expect(guest.errors).toEqual([]);
    await chat.context().close();
  }, 60_000);
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill(text);
  await field.press('Enter');
}
