import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { createDataSource } from '@koi/database';
import { describeWithChromium, waitFor, type FakeUpstream } from '@koi/testing';
import type { Browser, Page } from 'playwright-core';
import {
  accessibilityFaults,
  newcomer,
  PHONE,
  scrollsSideways,
  startBrowser,
} from './stack/browser.js';
import {
  openPlace,
  refusedTo,
  useEveryControl,
  useEveryPage,
  watchRequests,
} from './stack/control-walk.js';
import { koiYaml } from './stack/koi-yaml.js';
import { figuresOf, rowsAgree } from './stack/figures.js';
import { Participant } from './stack/participant.js';
import { RunningKoi } from './stack/running-koi.js';
import { TeamMember } from './stack/team-member.js';
import { FAILING, upstream } from './stack/upstream.js';

const seed = fileURLToPath(new URL('../bench/seed.mjs', import.meta.url));

// Real: koi, Chromium, and some hundred rows that the seed of the benchmarks writes.
describeWithChromium('the pages of numbers and rows', () => {
  let browser: Browser;
  let models: FakeUpstream;
  let koi: RunningKoi;
  beforeAll(async () => {
    models = await upstream();
    koi = await RunningKoi.start({ config: koiYaml(models.baseUrl) });
    await promisify(execFile)(process.execPath, [
      seed,
      ...['--database', await koi.databaseUrl(), '--conversations', '120'],
    ]);
    await rollUp();
    browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await koi?.remove();
    await models?.stop();
  }, 30_000);

  /** The rollups of what the seed wrote past the services. */
  async function rollUp(): Promise<void> {
    const database = createDataSource({ url: await koi.databaseUrl() });
    await database.initialize();
    try {
      await database.query(`
        insert into dirty_bucket (bucket)
        select distinct date_trunc('minute', moment, 'UTC') from (
          select created_at as moment from conversation union all select created_at from turn
          union all select created_at from candidate union all select accepted_at from current_feedback) moments`);
      await waitFor(
        async () =>
          (await database.query<object[]>(`select from dirty_bucket limit 1`)).length === 0,
        { what: 'the rollups', timeoutMs: 60_000, everyMs: 500 },
      );
    } finally {
      await database.destroy();
    }
  }

  /** How many rows the page says that there are. */
  const total = async (page: Page): Promise<number> => {
    await page.waitForLoadState('networkidle');
    const text = await page.getByText(/^\s*[\d,]+ (rows?|conversations?)/).innerText();
    return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''));
  };
  /** Waits until it says so; the rows of before are shown while others are fetched. */
  const says = (page: Page, what: string, isRight: (rows: number) => boolean) =>
    waitFor(async () => isRight(await total(page)), { what, timeoutMs: 15_000 });
  const bar = (page: Page, name: RegExp) => page.getByRole('link', { name });
  const counted = async (page: Page, name: RegExp): Promise<number> =>
    Number(/: ([\d,]+) rows?\b/.exec((await bar(page, name).textContent()) ?? '')?.[1]);

  test('filters, bars, search, a conversation, a saved filter and CSV agree', async () => {
    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    const all = await total(page);
    expect(all).toBeGreaterThan(200);
    expect(await accessibilityFaults(page)).toEqual([]);

    // A bar says how many rows it leads to; two of them combine, and the address holds both.
    const downs = await counted(page, /^Down/);
    await bar(page, /^Down/).click();
    await page.waitForURL(/value=down/);
    await says(page, `${downs} rows`, (rows) => rows === downs);
    expect(downs).toBeLessThan(all);
    const whats = await counted(page, /^what/);
    await bar(page, /^what/).click();
    await page.waitForURL(/questionType=what/);
    await says(page, `${whats} rows`, (rows) => rows === whats);
    await page.reload();
    await says(page, `${whats} rows`, (rows) => rows === whats);

    // The file has the rows of the table, and a header.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(whats + 1);

    await page.getByRole('button', { name: 'Save this filter' }).click();
    await page.getByLabel('Name of the filter').fill('Bad whats');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Bad whats' }).waitFor();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForURL((url) => !url.search);
    await says(page, `${all} rows`, (rows) => rows === all);
    await page.getByRole('link', { name: 'Bad whats' }).click();
    await page.waitForURL(/questionType=what/);
    await says(page, `${whats} rows`, (rows) => rows === whats);
    await page.getByRole('button', { name: 'Forget the saved filter Bad whats' }).click();
    await page.getByRole('link', { name: 'Bad whats' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear', exact: true }).click();

    // Search and the folded filters; nothing found says so.
    await page.getByRole('searchbox').fill('zanzibar');
    await page.getByRole('heading', { name: 'No feedback matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByRole('button', { name: 'More filters' }).click();
    await page.getByLabel('Correction').selectOption('true');
    await page.waitForURL(/correction=true/);
    await says(page, 'fewer rows', (rows) => rows > 0 && rows < all);
    expect(await accessibilityFaults(page)).toEqual([]);

    // Conversations, and one of them beside the table.
    await page.getByRole('link', { name: 'Conversations', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Turns' }).waitFor();
    await says(page, 'conversations', (rows) => rows > 0);
    await page.locator('tbody a').first().click();
    await page
      .getByRole('region', { name: /^Conversation \d+/ })
      .getByText('temperature')
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.waitForURL(/view=conversations/);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('numbers of the leaderboard, participants and invites lead to as many rows', async () => {
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    await team.client.call(dashboardRoutes.refreshRatings);
    await waitFor(
      async () => (await team.client.call(dashboardRoutes.getLeaderboard)).pairs.length > 0,
      { what: 'the ratings', timeoutMs: 30_000 },
    );
    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const place of ['/leaderboard', '/participants', '/invites']) {
      await page.goto(koi.dashboardUrl + place);
      await page.locator('main a[data-count]').first().waitFor();
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
      const links = await page.locator('main a[data-count]').evaluateAll((all) =>
        all.map((link) => ({
          href: (link as HTMLAnchorElement).href,
          count: Number(link.getAttribute('data-count')),
        })),
      );
      // One link of each kind: to the same page, asking for the same things.
      const kinds = new Map(
        links.map((link) => {
          const { pathname, searchParams } = new URL(link.href);
          const asks = [...searchParams].map(([name, value]) =>
            ['won', 'kind', 'value', 'view'].includes(name) ? `${name}=${value}` : name,
          );
          return [`${pathname}?${asks.sort().join('&')}`, link];
        }),
      );
      if (place === '/participants')
        expect([...kinds.keys()].some((kind) => kind.includes('view=messages'))).toBe(true);
      for (const { href, count } of kinds.values()) {
        await page.goto(href);
        const said = page.getByText(
          /^\s*[\d,]+ (rows?|conversations?|messages?|participants?|battles?)\s*$/,
        );
        await waitFor(
          async () =>
            Number(
              /[\d,]+/.exec((await said.first().textContent()) ?? '')?.[0].replaceAll(',', ''),
            ) === count,
          { what: `${count} rows at ${href}`, timeoutMs: 15_000 },
        );
      }
    }
    // A cell of the matrix opens as many battles as it says.
    await page.goto(`${koi.dashboardUrl}/leaderboard`);
    const cell = page.locator('button[data-count]').first();
    const battles = await cell.getAttribute('data-count');
    await cell.click();
    const drawer = page.getByRole('region', { name: / against / });
    await drawer.getByText(new RegExp(`^\\s*${battles} battles?`)).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('a viewer finds no control on any page that would be refused', async () => {
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const { linkPath } = await team.client.call(dashboardRoutes.createUser, {
      body: { email: 'vera@example.org', name: 'Vera', role: 'viewer' },
    });

    await team.client.call(dashboardRoutes.saveFilter, {
      body: { name: 'Thumbs down', view: 'feedback', query: 'value=down' },
    });

    await team.client.call(dashboardRoutes.createChatbot, {
      body: {
        slug: 'meadow',
        config: { title: 'Meadow', welcome: 'Hello', models: ['demo-model'] },
      },
    });

    const viewer = await newcomer(browser);
    await watchRequests(viewer.page);
    await viewer.page.goto(koi.dashboardUrl + linkPath);
    await viewer.page.getByLabel('New password').fill('correct horse battery');
    await viewer.page.getByLabel('The same again').fill('correct horse battery');
    await viewer.page.getByRole('button', { name: 'Set password and sign in' }).click();
    await viewer.page.getByRole('heading', { name: 'Overview' }).waitFor();

    const walk = await useEveryPage(viewer.page, koi.dashboardUrl);
    expect(walk.size).toBeGreaterThan(16);
    for (const [place, requests] of walk)
      expect([place, refusedTo('viewer', requests)]).toEqual([place, []]);

    // The same walk of an admin, whose changes are held back, finds what a viewer must not.
    const admin = await newcomer(browser);
    await watchRequests(admin.page);
    await admin.page.goto(koi.dashboardLink);
    await admin.page.getByRole('heading', { name: 'Overview' }).waitFor();
    await watchRequests(admin.page, true);
    const asked: string[] = [];
    for (const place of [
      '/models',
      '/chatbots',
      '/leaderboard',
      '/feedback',
      '/users',
      '/invites',
    ]) {
      await openPlace(admin.page, koi.dashboardUrl + place);
      asked.push(...(await useEveryControl(admin.page)).requests);
    }
    expect(refusedTo('viewer', asked)).toEqual(
      expect.arrayContaining([
        ...['switchModel', 'switchChatbot', 'refreshRatings', 'deleteSavedFilter'],
        ...['revokeInvite', 'listUsers', 'changeUser', 'renewPasswordLink'],
      ]),
    );
    await Promise.all([viewer.page.context().close(), admin.page.context().close()]);
  }, 120_000);
  /** Somebody sends a message and judges the answer, if there is one. */
  async function say(text: string, value?: 'up' | 'down'): Promise<Participant> {
    const person = await Participant.enter(koi.chatUrl);
    const { turn } = await person.begin('helper', text);
    await person.read(turn.id);
    if (value) await person.vote(turn.candidates[0]!.id, value);
    return person;
  }

  test('the Overview page: live, narrowed by its address, and every number leads to its rows', async () => {
    await Promise.all([say('What is bark?', 'up'), say('What is moss?', 'down'), say(FAILING)]);
    const ranker = await Participant.enter(koi.chatUrl);
    const { turn } = await ranker.begin('duel', 'Which tree?');
    await ranker.read(turn.id);
    await ranker.rank(turn.id, 'tie');

    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto(`${koi.dashboardUrl}/?range=1h&chatbot=helper`);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const figure = (name: string) =>
      page.getByRole('link', { name, exact: true }).first().waitFor();
    await figure('2 votes – show the rows');
    await figure('50 % Up-rate of 2 votes – show the rows');
    await figure('3 Participants – show the rows');
    await figure('1 failed answers – show the rows');
    expect(await accessibilityFaults(page)).toEqual([]);

    // A list beside it, which is live as well.
    const beside = await page.context().newPage();
    await beside.goto(`${koi.dashboardUrl}/feedback?kind=vote`);
    const votes = await total(beside);

    // A vote counts without a reload.
    await page.evaluate(`document.documentElement.dataset.kept = 'yes'`);
    await say('What is resin?', 'up');
    await figure('3 votes – show the rows');
    await figure('67 % Up-rate of 3 votes – show the rows');
    await page.getByText('Vote up').nth(1).waitFor();
    expect(await page.evaluate(`document.documentElement.dataset.kept`)).toBe('yes');
    await says(beside, 'one vote more', (rows) => rows === votes + 1);
    // What somebody else of the team changes shows as well.
    await beside.goto(`${koi.dashboardUrl}/users`);
    await beside.getByText('Owner').first().waitFor();
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    await team.client.call(dashboardRoutes.createUser, {
      body: { email: 'lea@example.org', name: 'Lea', role: 'viewer' },
    });
    await beside.getByText('lea@example.org').waitFor();
    await beside.close();

    // Every filter is in the address, and in what the numbers count.
    await page.getByRole('combobox', { name: 'Mode', exact: true }).selectOption('rank');
    await page.waitForURL(/mode=rank/);
    await figure('0 votes – show the rows');
    await page.getByRole('combobox', { name: 'Chatbot', exact: true }).selectOption('');
    await figure('1 rankings – show the rows');
    await page.getByRole('combobox', { name: 'Mode', exact: true }).selectOption('');
    await page.getByRole('combobox', { name: 'Model', exact: true }).selectOption('pine-model');
    await page.waitForURL(/model=pine-model/);
    await figure('3 votes – show the rows');
    await page.getByText('Not told apart by model').first().waitFor();
    await page.getByRole('button', { name: 'Custom' }).click();
    await page.getByLabel('From', { exact: true }).fill('2026-06-01T00:00');
    await page.getByLabel('Until', { exact: true }).fill('2026-05-01T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('The end must be later than the beginning.').waitFor();
    await page.getByLabel('Until', { exact: true }).fill('2026-07-01T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/from=2026-0[56].*to=2026-0[67]/);
    await figure('0 votes – show the rows');

    // The file has the table's rows.
    await page.goto(`${koi.dashboardUrl}/?range=1h`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'By model as CSV' }).click(),
    ]);
    const [head = '', ...lines] = (await readFile(await download.path(), 'utf8'))
      .trimEnd()
      .split('\r\n');
    const at = ['label', 'candidates', 'votesUp'].map((name) =>
      head.replace('\ufeff', '').split(',').indexOf(name),
    );
    const filed = lines.map((line) => at.map((index) => line.split(',')[index]));
    expect(filed).toContainEqual(['Label of Pine', '5', '2']);
    const table = page.getByRole('region', { name: 'By model' });
    const names = await table.getByRole('rowheader').allInnerTexts();
    expect(names.sort()).toEqual(filed.map(([label]) => label).sort());

    // Numbers, the tables behind the charts too, and those of the time before.
    for (const button of await page.getByRole('button', { name: /as a table$/ }).all())
      await button.click();
    const figures = await figuresOf(page);
    await page.goto(`${koi.dashboardUrl}/?from=2026-08-01T00:00:00Z&to=2026-10-15T00:00:00Z`);
    await page.getByRole('link', { name: /^Votes (up|down) .*the time before/ }).waitFor();
    figures.push(
      ...(await figuresOf(page, 'main :is(dl, section:has(#votes-head, #rankings-head))')),
    );
    expect(figures.length).toBeGreaterThan(60);
    for (const entry of figures) await rowsAgree(page, entry);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('the Overview page says when it is not live, and when it has no numbers, and gets them back', async () => {
    const { page } = await newcomer(browser);
    await page.route('**/api/events', (route) => route.abort());
    await page.route('**/api/overview?*', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto(koi.dashboardLink);
    await page.getByRole('status').filter({ hasText: 'Not live' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    await page.unroute('**/api/overview?*');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
    await page
      .getByRole('link', { name: /votes – show the rows$/ })
      .first()
      .waitFor();
    await page.unroute('**/api/events');
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.context().close();
  }, 60_000);

  test('fits a phone', async () => {
    const { page, errors } = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    for (const place of [
      '?range=all',
      'feedback',
      'feedback?view=conversations&mode=rank',
      'feedback?view=messages',
      'feedback?view=answers',
    ]) {
      await page.goto(`${koi.dashboardUrl}/${place}`);
      await page.locator('tbody tr').first().waitFor();
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
});
