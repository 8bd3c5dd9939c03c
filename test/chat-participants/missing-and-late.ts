import { expect, test } from '@jest/globals';
import { newcomer } from '../stack/browser.js';
import { answer, button, isSound, say } from './on-the-page.js';
import type { ParticipantsKoi } from './participants-koi.js';

export function missingAndLate(shared: () => ParticipantsKoi): void {
  test('what is not there, or does not come, is told, and can be asked for again', async () => {
    const { koi, browser, rows } = shared();
    const { page } = await newcomer(browser);
    await page.goto(`${koi.chatUrl}/nowhere`);
    await page.getByRole('heading', { name: 'This pond is empty' }).waitFor();
    await isSound(page);
    await page.goto(`${koi.chatUrl}/c/helper/01935000-0000-7000-8000-000000000000`);
    await page.getByRole('heading', { name: 'There is no such conversation' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).count()).toBe(0);
    await isSound(page);

    // A chatbot that has lost its models: the message is kept.
    await rows.query(
      `update chatbot_model set role = 'off'
       where chatbot_id = (select id from chatbot where slug = 'ship')`,
    );
    await page.goto(`${koi.chatUrl}/c/ship`);
    await say(page, 'Anybody there?');
    await page.getByRole('alert').getByText('Nobody can answer right now').waitFor();
    expect(await page.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe(
      'Anybody there?',
    );
    await isSound(page);

    // The list of chatbots: refused, then empty.
    await page.route('**/api/chatbots', (route) => route.fulfill({ status: 400, json: {} }));
    await page.goto(koi.chatUrl);
    await page.getByRole('alert').waitFor();
    await isSound(page);
    await page.route('**/api/chatbots', (route) => route.fulfill({ json: { items: [] } }));
    await button(page, 'Try again').click();
    await page.getByRole('heading', { name: 'No chatbot is open here' }).waitFor();
    await isSound(page);
    await page.unroute('**/api/chatbots');

    // The list of conversations: on its way, out of reach, without a hit, renamed.
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'Carp in winter');
    await button(page, 'Regenerate').waitFor();
    const list = page.getByRole('navigation', { name: 'Conversations' });
    const lists = '**/api/conversations?*';
    let answerList = (): void => undefined;
    const held = new Promise<void>((resolve) => (answerList = resolve));
    await page.route(lists, (route) => held.then(() => route.fulfill({ status: 400, json: {} })));
    await page.reload();
    await list.getByText('Loading conversations').waitFor();
    await isSound(page);
    answerList();
    await list.getByRole('alert').waitFor();
    await isSound(page);
    await page.unroute(lists);
    await list.getByRole('button', { name: 'Try again' }).click();
    await list.getByRole('link', { name: 'Carp in winter' }).waitFor();
    await list.getByRole('searchbox').fill('no such fish');
    await list.getByText('No conversation matches.').waitFor();
    await isSound(page);
    await list.getByRole('searchbox').fill('');
    await button(page, 'Options for “Carp in winter”').click();
    await isSound(page);
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await isSound(page);
    await page.keyboard.press('Escape');
    await button(page, 'Options for “Carp in winter”').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('Conversation deleted.').waitFor();
    await isSound(page);
    await page.context().close();
  }, 60_000);

  test('what a page loads late is there without a network, or says that it is not', async () => {
    const { koi, browser } = shared();
    const { page } = await newcomer(browser);
    const context = page.context();
    const editor = /CorrectionEditor/;
    const loaded = page.waitForResponse((response) => editor.test(response.url()));
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'Hello');
    await answer(page, 'You said “Hello”').waitFor();
    await loaded;
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await button(page, 'Write a better answer').click();
    await page.getByRole('textbox', { name: 'Your better answer' }).fill('You said “Hello!”');
    await button(page, 'Save').click();
    await page.locator('ins', { hasText: '!' }).waitFor();

    // Not asked for before, and out of reach: the page of a link, a dialog, a side bar.
    await page.locator('main').press('?');
    await page.getByRole('alert').getByText('This part did not load').waitFor();
    await isSound(page);
    await context.setOffline(false);
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Privacy' }).click();
    await page.getByRole('heading', { name: 'This part did not load' }).waitFor();
    await isSound(page);
    // Pressed too early it changes nothing; with the connection the page comes by itself.
    await button(page, 'Try again').click();
    await page.getByRole('heading', { name: 'This part did not load' }).waitFor();
    await context.setOffline(false);
    await page.getByRole('heading', { name: 'What is kept' }).waitFor();

    const sideBar = /\/SideBar-/;
    await context.route(sideBar, (route) => route.abort());
    await page.goto(`${koi.chatUrl}/c/helper`);
    const notice = page.getByRole('complementary').getByRole('alert');
    await notice.waitFor();
    await isSound(page);
    await context.unroute(sideBar);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await context.close();
  }, 60_000);
}
