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
