import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { describeWithChromium, fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser } from 'playwright-core';
import type { DataSource } from 'typeorm';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
  type Tab,
} from './stack/browser.js';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

const KEY = 'sk-heron-5tGb8Yh2';

// Real: everything `koi up` starts, the dashboard in Chromium. Fake: the models' server.
describeWithChromium('models and chatbots on the dashboard', () => {
  let browser: Browser;
  let upstream: FakeUpstream;
  let koi: RunningKoi;
  let team: Tab;
  let rows: DataSource;

  beforeAll(async () => {
    upstream = await fakeUpstream({ apiKey: KEY, models: ['vendor/heron-7b', 'vendor/egret-1b'] });
    [browser, koi] = await Promise.all([
      startBrowser(),
      RunningKoi.start({
        config: `version: 1
models: { demo: { connector: demo, label: Demo, tokensPerSecond: 0 } }
chatbots: { pond: { title: Pond, models: [demo] } }
`,
      }),
    ]);
    rows = await createDataSource({ url: await koi.databaseUrl(), poolSize: 2 }).initialize();
    team = await newcomer(browser);
    await team.page.goto(koi.dashboardLink);
    await team.page.getByRole('link', { name: 'Models', exact: true }).click();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await rows?.destroy();
    await koi?.remove();
    await upstream?.stop();
  }, 30_000);

  test('a model is tried, made, and put into a chatbot that answers with it', async () => {
    const { page } = team;
    // koi.yaml's model can be looked at, not edited.
    await page.getByRole('link', { name: 'Demo', exact: true }).click();
    await page.getByText('koi.yaml defines this.').waitFor();
    expect(await page.getByLabel('Label', { exact: true }).isDisabled()).toBe(true);
    await page.goBack();

    await page.getByRole('link', { name: 'New model' }).click();
    await page.getByRole('button', { name: 'Make model' }).isDisabled();
    await page.getByLabel('Name', { exact: true }).fill('Not a name');
    await page.getByLabel('Address', { exact: true }).fill(upstream.baseUrl);
    await page.getByRole('button', { name: 'Make model' }).click();
    await page.getByText('2 fields need a change.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('heron');
    await page.getByLabel('Model', { exact: true }).fill('unknown');

    // A wrong key, said in the server's words without the key; then the right one, and its models to pick from.
    await page.getByLabel('Key', { exact: true }).fill('sk-wrong-1234567890');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText('Incorrect API key provided').first().waitFor();
    expect(await page.getByText('sk-wrong-1234567890').count()).toBe(0);
    await page.getByLabel('Key', { exact: true }).fill(KEY);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('does not list “unknown”').waitFor();
    await page.getByRole('button', { name: 'vendor/heron-7b' }).click();
    await page.getByText(/Answers: first words after/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make model' }).click();
    await page.getByText('heron is saved').waitFor();
    await page.getByText('is set', { exact: true }).waitFor();

    // The key does not move with the address.
    await page.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9/v1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/a key belongs to its address/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();

    await page.getByRole('link', { name: 'Chatbots', exact: true }).first().click();
    await page.getByRole('link', { name: 'New chatbot' }).click();
    await page.getByLabel('Name in its address').fill('marsh');
    await page.getByLabel('Title').fill('Marsh');
    await page.getByLabel('Starters, one a line').fill('Who wades here?\nWho swims?');
    await page.getByLabel('Add a model').selectOption('heron');
    await page.getByLabel('Add a model').selectOption('demo');
    await page.getByLabel('Weight of heron').fill('3');
    await page.getByLabel('Role of demo').selectOption('canary');
    await page.getByText('75 %').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Role of demo').selectOption('off');
    await page.getByRole('button', { name: 'Make chatbot' }).click();
    await page.getByText('Marsh is saved').waitFor();
    expect(await page.getByRole('link', { name: 'Open the chat' }).getAttribute('href')).toBe(
      `${koi.chatUrl.replace('127.0.0.1', 'localhost')}/c/marsh`,
    );

    const person = await Participant.enter(koi.chatUrl);
    const { turn } = await person.begin('marsh', 'Who wades here?');
    await person.read(turn.id);
    expect((await person.turn(turn.id)).candidates[0]).toMatchObject({ state: 'completed' });
    expect(upstream.requests.at(-1)).toMatchObject({
      body: { model: 'vendor/heron-7b' },
      headers: { authorization: `Bearer ${KEY}` },
    });
  }, 60_000);

  test('a draft is seen as people would see it, and tried with nothing of it kept', async () => {
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
    await page.getByRole('link', { name: 'Chatbots', exact: true }).first().click();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('link', { name: 'Marsh', exact: true }).click();
  }, 60_000);

  test('what somebody else saved is not overwritten unseen, and nothing typed is lost unasked', async () => {
    const { page } = team;
    const other = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { items } = await other.client.call(dashboardRoutes.listChatbotRecords);
    const marsh = items.find(({ slug }) => slug === 'marsh');
    await page.getByLabel('Title').fill('My marsh');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();

    await other.client.call(dashboardRoutes.updateChatbot, {
      params: { chatbotId: marsh?.id ?? '' },
      body: {
        config: { title: 'Their marsh', welcome: 'Hello', models: ['heron'] },
        revision: marsh?.revision ?? '',
      },
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody has changed this meanwhile').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('My marsh');
    await page.getByRole('button', { name: 'Load theirs' }).click();
    expect(await page.getByLabel('Title').inputValue()).toBe('Their marsh');

    // The weights of koi.yaml's chatbot, and the switch.
    await page.getByRole('link', { name: 'Chatbots', exact: true }).first().click();
    await page.getByRole('link', { name: 'Pond', exact: true }).click();
    await page.getByLabel('Weight of demo').fill('2');
    await page.getByRole('button', { name: 'Save weights' }).click();
    await page.getByText('koi.yaml says weight 1').waitFor();
    await page.getByRole('link', { name: 'Chatbots', exact: true }).first().click();
    await page.getByRole('switch', { name: /^Pond/ }).click();
    await page.getByText('Pond is off: nobody sees it').waitFor();

    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await page.getByText('switched off', { exact: true }).last().waitFor();
    await page.getByLabel('What was changed').selectOption('model');
    await page.waitForURL(/kind=model/);
    await waitFor(async () => (await page.getByRole('listitem').count()) === 1, {
      what: 'the changes of models alone',
    });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.content()).not.toContain(KEY);
    // The browser reports each refused request; these two were meant.
    expect(team.errors.filter((error) => !/status of (409|422)/.test(error))).toEqual([]);
  }, 45_000);

  test('on a phone, in the dark', async () => {
    const { page, errors } = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const place of ['models', 'models/new', 'chatbots', 'chatbots/new', 'changes']) {
      await page.goto(`${koi.dashboardUrl}/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 45_000);
});
