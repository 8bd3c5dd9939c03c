import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes, participantData } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { describeWithChromium, fakeUpstream, waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import type { DataSource } from 'typeorm';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
} from './stack/browser.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';

const koiYaml = (baseUrl: string): string => `
version: 1
models:
  pine-model: { connector: openai-compatible, baseUrl: ${baseUrl}, model: vendor/pine-7b }
chatbots:
  helper: { title: Helper, feedback: vote, models: [pine-model] }
  study: { title: Study, feedback: vote, consent: We keep what you write., models: [pine-model] }
  hebrew: { title: עוזר הבריכה, description: שאלות על דגי קוי., welcome: שלום! שאלו אותי על הבריכה., starters: [How deep?], models: [pine-model] }
  ship: { title: ${'Donaudampfschifffahrtsgesellschaft'.repeat(2)}, description: ${'Kapitän'.repeat(20)}, models: [pine-model] }
  club: { title: Club, feedback: vote, access: invite, models: [pine-model] }
`;

// Real: everything `koi up` starts, both pages in Chromium, the rows in Postgres. Fake: the models' server.
describeWithChromium('consent, privacy, invites and participants in the browser', () => {
  let models: FakeUpstream;
  let koi: RunningKoi;
  let browser: Browser;
  let rows: DataSource;
  let team: TeamMember;
  let dashboard: Page;

  beforeAll(async () => {
    models = await fakeUpstream({
      script: ({ messages }) => ({ text: `You said “${messages.at(-1)?.content ?? ''}”` }),
    });
    [koi, browser] = await Promise.all([
      RunningKoi.start({ config: koiYaml(models.baseUrl) }),
      startBrowser(),
    ]);
    const connection = await readFile(join(koi.directory, '.koi/connection.env'), 'utf8');
    const url = /^DATABASE_URL=(.+)$/m.exec(connection)?.[1] ?? '';
    rows = await createDataSource({ url, poolSize: 2 }).initialize();
    team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    dashboard = (await newcomer(browser)).page;
    await dashboard.goto(koi.dashboardLink);
    await dashboard.getByRole('heading', { name: 'Overview' }).waitFor();
  }, 90_000);
  afterAll(async () => {
    await rows?.destroy();
    await browser?.close();
    await koi?.remove();
    await models?.stop();
  }, 30_000);

  /** How many rows there are of people, in every table that could hold one. */
  async function stored(): Promise<Record<string, number>> {
    const tables = ['participant', 'participant_invite', 'consent', 'conversation', 'turn'];
    const counts = [...tables, 'candidate', 'feedback'].map(async (table) => {
      const [row] = await rows.query<{ count: string }[]>(`select count(*) from ${table}`);
      return [table, Number(row?.count)] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  }
  async function invite(
    body: Partial<
      Parameters<typeof team.client.call<typeof dashboardRoutes.createInvite>>[1]['body']
    >,
  ): Promise<{ id: string; url: string }> {
    const made = await team.client.call(dashboardRoutes.createInvite, {
      body: { label: 'A group', chatbots: ['club'], ...body },
    });
    return { id: made.id, url: `${koi.chatUrl}/i/${made.link.split('/i/')[1]}` };
  }
  async function isSound(page: Page): Promise<void> {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  }
  async function say(page: Page, text: string): Promise<void> {
    const composer = page.getByRole('textbox', { name: 'Message', exact: true });
    await composer.fill(text);
    await composer.press('Enter');
  }
  const button = (page: Page, name: string | RegExp): Locator =>
    page.getByRole('button', { name, exact: true });
  const answer = (page: Page, text: string): Locator => page.getByRole('article').getByText(text);
  const cookies = (page: Page) => page.context().cookies();

  test.each([
    ['desktop', {}],
    ['phone', PHONE],
  ])(
    'on a %s: nothing is stored before consent; what was stored is downloaded, and deleted',
    async (_, size) => {
      const before = await stored();
      const { page, errors } = await newcomer(browser, size);
      await page.goto(`${koi.chatUrl}/c/study`);
      await say(page, 'Hello');
      const dialog = page.getByRole('dialog', { name: 'Before you start' });
      await dialog.getByText('We keep what you write.').waitFor();
      await isSound(page);
      await button(page, 'Not now').click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await stored()).toEqual(before);
      expect(await cookies(page)).toEqual([]);

      // The message came back to the composer.
      await page.getByRole('textbox', { name: 'Message', exact: true }).press('Enter');
      await button(page, 'I agree').click();
      await answer(page, 'You said “Hello”').waitFor();
      await button(page, 'Regenerate').waitFor();
      expect(await stored()).toMatchObject({
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
      expect((await stored())['candidate']).toBe((before['candidate'] ?? 0) + 1);
      await button(page, 'Edit message').click();
      await page.getByRole('textbox', { name: 'Edit the message' }).fill('Goodbye');
      await page.keyboard.press('Enter');
      await button(page, 'Not now').click();
      await page.getByText('Your consent is needed').waitFor();
      await button(page, 'Try again').click();
      await button(page, 'I agree').click();
      await answer(page, 'You said “Goodbye”').waitFor();
      await button(page, 'Good answer').click();
      await waitFor(async () => (await stored())['feedback'] === (before['feedback'] ?? 0) + 1, {
        what: 'the vote',
      });

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
      expect(await stored()).toEqual(before);
      expect(await cookies(page)).toEqual([]);
      expect(errors.filter((error) => !error.includes('403'))).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  test('chatbots with long names and in other directions stay inside of every page', async () => {
    const { page, errors } = await newcomer(browser);
    const turn = (direction: 'ltr' | 'rtl'): Promise<unknown> =>
      page.evaluate(`document.documentElement.dir = '${direction}'`);
    const directionOf = (place: Locator): Promise<string> =>
      place.evaluate((element) => getComputedStyle(element).direction);
    await page.goto(koi.chatUrl);
    const hebrew = page.getByRole('link', { name: /עוזר הבריכה/ });
    expect(await directionOf(hebrew.getByText('עוזר'))).toBe('rtl');
    for (const size of [page.viewportSize(), PHONE.viewport]) {
      if (size) await page.setViewportSize(size);
      await isSound(page);
      await turn('rtl');
      await isSound(page);
      expect(await directionOf(page.getByText('Helper', { exact: true }))).toBe('ltr');
      await turn('ltr');
    }
    await page.getByRole('link', { name: /Donaudampf/ }).click();
    await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    await isSound(page);
    await page.goto(`${koi.chatUrl}/c/hebrew`);
    expect(await directionOf(page.getByRole('heading', { level: 2 }))).toBe('rtl');
    expect(await directionOf(button(page, 'How deep?'))).toBe('ltr');
    expect(await directionOf(page.getByText('שלום! שאלו אותי על הבריכה.'))).toBe('rtl');
    expect(await page.getByText('שאלות על דגי קוי.').count()).toBe(0);

    // A title of the other direction begins where the list does, and is cut at its own end.
    await page.setViewportSize({ width: 1280, height: 800 });
    await say(page, 'מה אוכלים דגי קוי בחורף, וכמה פעמים בשבוע צריך להאכיל אותם כשהמים קרים?');
    const title = page.getByRole('navigation').getByRole('link', { name: /מה אוכלים/ });
    expect(await directionOf(title)).toBe('rtl');
    expect(await title.evaluate((link) => getComputedStyle(link).textAlign)).toBe('left');

    // The settings below the list stay inside of it, in every language.
    for (const language of ['Deutsch', 'English']) {
      await page.getByRole('button', { name: /^(Language|Sprache):/ }).click();
      await page.getByRole('menuitem', { name: language }).click();
      await page.locator(`html[lang="${language.slice(0, 2).toLowerCase()}"]`).waitFor();
      const side = page.locator('aside');
      expect(await side.evaluate((bar) => bar.scrollWidth - bar.clientWidth)).toBe(0);
      const [bar, colours] = await Promise.all([
        side.boundingBox(),
        side.getByRole('group').boundingBox(),
      ]);
      expect(right(colours)).toBeLessThanOrEqual(right(bar) - 4);
    }
    await isSound(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('conversations stand under the days on which they were talked in last', async () => {
    const { page, errors } = await newcomer(browser, { viewport: { width: 1280, height: 800 } });
    const ages = { 'This morning': 0, 'A day ago': 1, 'Some days ago': 4, 'Long ago': 400 };
    for (const [title, days] of Object.entries(ages)) {
      await page.goto(`${koi.chatUrl}/c/helper`);
      await say(page, title);
      await button(page, 'Regenerate').waitFor();
      await rows.query(
        `update conversation set updated_at = now() - make_interval(days => $2) where title = $1`,
        [title, days],
      );
    }
    await page.reload();
    const list = page.getByRole('navigation', { name: 'Conversations' });
    const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });
    const longAgo = month.format(Date.now() - 400 * 24 * 3_600_000);
    await list.getByRole('heading', { name: longAgo }).waitFor();
    expect(await list.locator('section').allInnerTexts()).toEqual(
      [
        ['Today', 'This morning'],
        ['Yesterday', 'A day ago'],
        ['Last 7 days', 'Some days ago'],
        [longAgo, 'Long ago'],
      ].map(([day, title]) => expect.stringMatching(new RegExp(`^${day}\\s+${title}$`))),
    );
    await isSound(page);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('what is not there, or does not come, is told, and can be asked for again', async () => {
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

  test('a used-up budget of the day says when there is more', async () => {
    const { url } = await invite({ chatbots: ['helper'], messagesPerDay: 1 });
    const { page } = await newcomer(browser, PHONE);
    await page.goto(url);
    await button(page, /Accept the invitation/).click();
    await say(page, 'One');
    await answer(page, 'You said “One”').waitFor();
    await button(page, 'Regenerate').waitFor();
    await say(page, 'Two');
    const alert = page.getByRole('alert');
    await alert.getByText('That is all for today').waitFor();
    await alert.getByText(/Try again in \d+ (hour|minute)s?\./).waitFor();
    await isSound(page);
    await page.context().close();
  }, 45_000);

  test('links that let nobody in say why, and a chatbot by invitation is not there for others', async () => {
    const [expired, full, revoked] = [
      await invite({}),
      await invite({ maxUses: 1 }),
      await invite({}),
    ];
    await rows.query(`update invite set expires_at = now() - interval '1 minute' where id = $1`, [
      expired.id,
    ]);
    await rows.query(`update invite set uses = 1 where id = $1`, [full.id]);
    await team.client.call(dashboardRoutes.revokeInvite, { params: { inviteId: revoked.id } });
    const before = await stored();
    const { page } = await newcomer(browser, PHONE);
    for (const [url, title] of [
      [expired.url, 'This invitation has expired'],
      [full.url, 'This invitation is used up'],
      [revoked.url, 'This invitation was withdrawn'],
      [`${koi.chatUrl}/i/${'x'.repeat(32)}`, 'This invitation is not known here'],
      [`${koi.chatUrl}/i/cut-off`, 'This invitation is not known here'],
    ] as const) {
      await page.goto(url);
      await page.getByRole('heading', { name: title }).waitFor();
      await isSound(page);
    }
    await page.goto(koi.chatUrl);
    await page.getByRole('link', { name: /Helper/ }).waitFor();
    expect(await page.getByText('Club').count()).toBe(0);
    await page.goto(`${koi.chatUrl}/c/club`);
    await page.getByRole('heading', { name: 'There is no such chatbot' }).waitFor();
    expect(await stored()).toEqual(before);
    await page.context().close();
  }, 60_000);

  test('the dashboard makes an invite, lets a guest in by it, and shuts them out at once', async () => {
    await dashboard.goto(`${koi.dashboardUrl}/invites`);
    await button(dashboard, /New invite/)
      .first()
      .click();
    await dashboard.getByLabel('Label', { exact: true }).fill('Carp society');
    await dashboard.getByRole('checkbox', { name: 'Club' }).check();
    await isSound(dashboard);
    await button(dashboard, 'Make link').click();
    await dashboard.getByRole('img', { name: 'QR code of the link' }).locator('path').waitFor();
    await isSound(dashboard);
    const link = await dashboard.getByRole('textbox', { name: 'Invite link' }).inputValue();
    await button(dashboard, 'Done').click();

    const { page } = await newcomer(browser, PHONE);
    await page.goto(`${koi.chatUrl}/i/${link.split('/i/')[1]}`);
    await page.getByRole('heading', { name: 'You are invited' }).waitFor();
    await isSound(page);
    await button(page, /Accept the invitation/).click();
    await page.waitForURL(/\/c\/club$/);
    await say(page, 'Hello');
    await answer(page, 'You said “Hello”').waitFor();

    await button(dashboard, 'Revoke Carp society').click();
    await isSound(dashboard);
    await button(dashboard, 'Revoke').click();
    await dashboard
      .getByRole('row', { name: /Carp society/ })
      .getByText('revoked')
      .waitFor();
    await isSound(dashboard);
    await say(page, 'Still there?');
    await page.getByText('Your invitation has ended').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Your invitation has ended' }).waitFor();
    await isSound(page);
    await page.context().close();
  }, 60_000);

  test('somebody who is left out leaves the numbers, comes back into them, and is erased', async () => {
    const { page } = await newcomer(browser);
    await page.goto(`${koi.chatUrl}/c/helper`);
    await say(page, 'Count me');
    await answer(page, 'You said “Count me”').waitFor();
    await button(page, 'Good answer').click();
    const votes = async (count: number): Promise<void> => {
      await waitFor(async () => (await team.overview()).votesUp === count, {
        what: `${count} votes on Overview`,
        timeoutMs: 15_000,
      });
    };
    await votes(1);

    await dashboard.goto(`${koi.dashboardUrl}/participants`);
    await dashboard.locator('tbody a').first().click();
    await dashboard.getByRole('link', { name: 'Count me' }).waitFor();
    await isSound(dashboard);
    await button(dashboard, 'Exclude from statistics').click();
    await dashboard.getByText('Left out of statistics').waitFor();
    await isSound(dashboard);
    await votes(0);
    await button(dashboard, 'Put back into statistics').click();
    await votes(1);
    await button(dashboard, 'Erase…').click();
    await isSound(dashboard);
    await button(dashboard, 'Erase for good').click();
    await dashboard.waitForURL(/\/participants$/);
    await votes(0);
    const [left] = await rows.query<{ count: string }[]>(
      `select count(*) from turn where text = 'Count me'`,
    );
    expect(Number(left?.count)).toBe(0);
    await page.context().close();
  }, 60_000);
});

/** Where something ends, in pixels from the left. */
const right = (box: { x: number; width: number } | null): number => (box ? box.x + box.width : NaN);
