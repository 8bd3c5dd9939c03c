import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { KEY, openEditor, openList, type ModelsKoi } from './models-koi.js';

export function switches(workshop: () => ModelsKoi): void {
  test('weights and switches of what koi.yaml defines count in the chat at once, and every change is told', async () => {
    const { koi, browser, team } = workshop();
    const { page } = team;
    const { page: chat } = await newcomer(browser);
    const pond = chat.getByRole('link', { name: /^Pond/ });
    await chat.goto(koi.chatUrl);
    await pond.waitFor();
    await openEditor(page, 'Chatbots', 'Pond');
    await page.getByText('koi.yaml defines this.').waitFor();
    await page.getByLabel('Weight of demo').fill('2');
    await page.getByRole('button', { name: 'Save weights' }).click();
    await page.getByText('koi.yaml says weight 1').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await openList(page, 'Models');
    await page.getByRole('switch', { name: /^Demo/ }).click();
    await page.getByText('demo is off: it answers nobody').waitFor();
    await pond.click();
    await chat.getByRole('textbox', { name: 'Message', exact: true }).fill('Anybody?');
    await chat.keyboard.press('Enter');
    await chat.getByRole('alert').getByText('Nobody can answer right now').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('demo is on').waitFor();
    await chat.keyboard.press('Enter');
    await chat.getByRole('button', { name: 'Regenerate' }).waitFor();

    await openList(page, 'Chatbots');
    await page.getByRole('switch', { name: /^Pond/ }).click();
    await page.getByText('Pond is off: nobody sees it').waitFor();
    await chat.goto(`${koi.chatUrl}/c/pond`);
    await chat.getByRole('heading', { name: 'There is no such chatbot' }).waitFor();
    // With one left there is nothing to pick.
    await chat.goto(koi.chatUrl);
    await chat.waitForURL(/\/c\/marsh$/);
    await page.getByRole('switch', { name: /^Pond/ }).click();
    await page.getByText('Pond is on').waitFor();
    await chat.goto(koi.chatUrl);
    await pond.waitFor();
    await chat.context().close();

    await openList(page, 'Changes');
    await page.getByRole('listitem').getByText('switched off', { exact: true }).first().waitFor();
    await page.getByLabel('What was changed').selectOption('model');
    await page.waitForURL(/kind=model/);
    // Demo on and off again, heron edited and made.
    await waitFor(async () => (await page.getByRole('listitem').count()) === 4, {
      what: 'the changes of models alone',
    });
    const edit = page.getByRole('listitem').nth(2);
    await edit.getByText('parameters.maxTokens').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.content()).not.toContain(KEY);
  }, 60_000);
}
