import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dashboardRoutes, gatewayRoutes } from '@koi/contracts';
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

  /** Somebody comes by an invite, sends a message and edits it. */
  async function comeByInvite(team: TeamMember): Promise<{ id: string }> {
    const { link } = await team.client.call(dashboardRoutes.createInvite, {
      body: { label: 'Class 4b', chatbots: ['quiet'] },
    });
    const person = await Participant.enter(koi.chatUrl);
    await person.redeem(link.split('/').at(-1) ?? '');
    const { conversation, turn } = await person.begin('quiet', 'What is sap?');
    await person.read(turn.id);
    const edited = await person.client.call(gatewayRoutes.sendMessage, {
      params: { conversationId: conversation.id },
      body: { text: 'What is resin?', editsTurnId: turn.id },
      idempotencyKey: randomUUID(),
    });
    await person.read(edited.id);
    return conversation;
  }

  test('every number of the leaderboard, participants and invites leads to as many rows', async () => {
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const invited = await comeByInvite(team);
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
      // Of a long table some rows, each with every number.
      const figures = await figuresOf(page, 'main :not(tr:nth-child(n + 4) td) >');
      if (place === '/invites') {
        const today = figures.filter(({ name }) => name.includes('messages today under Class 4b'));
        expect(today).toMatchObject([{ count: 2 }]);
      }
      for (const figure of figures) await rowsAgree(page, figure);
    }
    // The message that was edited stands in the conversation as one of two.
    await page.goto(`${koi.dashboardUrl}/feedback/conversations/${invited.id}`);
    await page.getByText('Version 2 of 2').waitFor();
    // One participant's own page.
    await page.goto(`${koi.dashboardUrl}/participants`);
    await page.locator('tbody a[href^="/participants/"]').first().click();
    await page.getByRole('button', { name: 'Erase…' }).waitFor();
    for (const figure of await figuresOf(page)) await rowsAgree(page, figure);
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
  }, 180_000);

  test('who is excluded counts nowhere, and everywhere again once put back', async () => {
    const team = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const linesOf = async (path: string): Promise<number> =>
      (await (await team.fetch(path)).text()).trim().split('\r\n').length - 1;
    const totalOf = async (
      route: 'listTurnRecords' | 'listCandidateRecords' | 'listConversationRecords',
    ) => (await team.client.call(dashboardRoutes[route])).total;
    /** How much of each there is, as every page and file says it. */
    const numbers = async () => {
      const overview = await team.overview();
      const { rows } = await team.client.call(dashboardRoutes.getBreakdown, {
        query: { by: 'chatbot' },
      });
      const board = await team.client.call(dashboardRoutes.getLeaderboard);
      const { values } = await team.client.call(dashboardRoutes.getFeedbackFacets, { query: {} });
      const bars = (kind: string) =>
        sum(values.bars.map((bar) => (bar.kind === kind ? bar.count : 0)));
      const listed = async (kind: 'vote' | 'ranking') =>
        (await team.client.call(dashboardRoutes.listFeedback, { query: { kind } })).total;
      return {
        votes: [
          overview.votesUp + overview.votesDown,
          sum(rows.map((row) => row.votesUp + row.votesDown)),
          sum(board.votes.map((row) => row.votesUp + row.votesDown)),
          bars('vote'),
          await listed('vote'),
          await linesOf('/api/feedback/csv?kind=vote'),
        ],
        rankings: [
          sum(Object.values(overview.rankings)),
          sum(rows.map((row) => row.rankings)),
          sum([
            board.rankings.aBetter,
            board.rankings.bBetter,
            board.rankings.tie,
            board.rankings.bothBad,
          ]),
          bars('ranking'),
          await listed('ranking'),
          await linesOf('/api/feedback/csv?kind=ranking'),
        ],
        messages: [
          overview.turns,
          sum(rows.map((row) => row.turns)),
          await totalOf('listTurnRecords'),
          await linesOf('/api/turns/csv'),
        ],
        answers: [
          overview.candidates,
          await totalOf('listCandidateRecords'),
          await linesOf('/api/candidates/csv'),
        ],
        conversations: [
          overview.conversations,
          sum(rows.map((row) => row.conversations)),
          await totalOf('listConversationRecords'),
          await linesOf('/api/conversations/csv'),
        ],
      };
    };
    type Numbers = Awaited<ReturnType<typeof numbers>>;
    const agree = async (expected: (name: keyof Numbers) => (value: number) => boolean) => {
      let last: Numbers | undefined;
      await waitFor(
        async () => {
          await team.client.call(dashboardRoutes.refreshRatings);
          last = await numbers();
          return (Object.keys(last) as (keyof Numbers)[]).every((name) => {
            const [first = -1, ...others] = (last as Numbers)[name];
            return others.every((other) => other === first) && expected(name)(first);
          });
        },
        { what: 'all numbers to agree', timeoutMs: 60_000, everyMs: 200 },
      ).catch((error: Error) => {
        throw new Error(`${error.message}; the last were ${JSON.stringify(last)}`);
      });
      const { votes, rankings } = last as Numbers;
      const [votesBuilt, pairsBuilt] = await Promise.all([
        team.export({ dataset: 'all-votes', kind: 'votes' }),
        team.export({ dataset: 'all-pairs', kind: 'dpo', filter: { chatbot: 'seed-arena' } }),
      ]);
      const { participant_excluded: _, both_bad = 0, tie = 0 } = pairsBuilt.excluded;
      expect(votesBuilt.rows).toBe(votes[0]);
      expect((pairsBuilt.rows ?? 0) + both_bad + tie).toBe(rankings[0]);
      return last as Numbers;
    };
    const before = await agree(() => (value) => value > 0);
    const { items } = await team.client.call(dashboardRoutes.listParticipants, {
      query: { counted: 'counted', limit: 200 },
    });
    // Few messages are few minutes of the rollups to compute anew.
    const [person] = items
      .filter(({ votes, rankings }) => votes > 0 && rankings > 0)
      .sort((a, b) => a.messages - b.messages);
    if (!person) throw new Error('Nobody has voted and ranked.');
    const theirs = { ...person, answers: undefined };
    const exclude = (excluded: boolean) =>
      team.client.call(dashboardRoutes.setParticipantExclusion, {
        params: { participantId: person.id },
        body: { excluded },
      });

    await exclude(true);
    await agree((name) => (value) => {
      const own = theirs[name];
      return own === undefined
        ? value < (before[name][0] ?? 0)
        : value === (before[name][0] ?? 0) - own;
    });
    await exclude(false);
    await agree((name) => (value) => value === before[name][0]);
  }, 150_000);

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

  test('numbers of the System page lead to as many rows, and say why feedback was rejected', async () => {
    const database = await createDataSource({ url: await koi.databaseUrl() }).initialize();
    // A vote on an answer that is erased while the vote is on its way, and the like.
    for (const code of ['candidate_not_found', 'candidate_not_found', 'turn_not_found'])
      await database.query(
        `insert into refused_feedback (idempotency_key, participant_id, kind, code, detail, command)
         select $1, id, 'vote', $2, 'It is gone.', '{"value": "up"}' from participant limit 1`,
        [randomUUID(), code],
      );
    await database.destroy();

    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await openPlace(page, `${koi.dashboardUrl}/system`);
    const causes = page.locator('#intake ~ * button[data-count]');
    await causes.first().waitFor();
    for (const [index, count] of [3, 2, 1].entries()) {
      expect(await causes.nth(index).getAttribute('data-count')).toBe(String(count));
      await causes.nth(index).click();
      const list = page.getByRole('list', { name: 'Rejected feedback' });
      await list.waitFor();
      expect(await list.getByRole('listitem').count()).toBe(count);
      await page.keyboard.press('Escape');
      await list.waitFor({ state: 'detached' });
      // Whoever came by the keyboard goes on where they were.
      expect(await causes.nth(index).evaluate((cause) => cause === document.activeElement)).toBe(
        true,
      );
    }
    const figures = await figuresOf(page);
    expect(figures.length).toBeGreaterThan(0);
    for (const figure of figures) await rowsAgree(page, figure);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);

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

  test('every page is reached by the keyboard alone, with its focus seen and given back', async () => {
    const { page, errors } = await newcomer(browser);
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ name: 'Skip to the page', isSeen: true });
    const pages = await page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => (link as HTMLElement).innerText.trim()));
    expect(pages.length).toBeGreaterThan(12);
    for (const name of pages) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toEqual({ name, isSeen: true });
    }
    // The first is the way home, the last who is signed in.
    for (const name of pages.slice(1, -1)) {
      const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0, {
        what: `the rows of ${name}`,
        timeoutMs: 15_000,
      });
      await page.locator('main').focus();
      for (let stop = 0; stop < 12; stop++) {
        await page.keyboard.press('Tab');
        const here = await focused(page);
        // Past the last one the browser's own controls come.
        if (here.name === PAST_THE_END) break;
        expect([name, here]).toEqual([name, { name: here.name, isSeen: true }]);
      }
    }

    // Escape closes what was opened, and the focus is back where it was.
    for (const [place, opener] of [
      ['/invites', page.getByRole('button', { name: 'New invite' })],
      ['/users', page.getByRole('button', { name: 'New user' })],
      ['/api-keys', page.getByRole('button', { name: 'New key' })],
      ['/datasets', page.getByRole('button', { name: 'New export' })],
      ['/leaderboard', page.locator('button[data-count]')],
      ['/feedback', page.locator('tbody a')],
    ] as const) {
      await openPlace(page, koi.dashboardUrl + place);
      await opener.first().focus();
      const before = await focused(page);
      await page.keyboard.press('Enter');
      const opened = page.locator('[role=dialog], [role=region][tabindex="-1"]');
      await opened.waitFor();
      await waitFor(() => opened.evaluate((element) => element.contains(document.activeElement)), {
        what: `the focus in what ${place} opens`,
      });
      await page.keyboard.press('Escape');
      await opened.waitFor({ state: 'detached' });
      await waitFor(async () => (await focused(page)).name === before.name, {
        what: `the focus on "${before.name}" again`,
      });
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 90_000);

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

const PAST_THE_END = 'nothing of the page';

/** What has the focus, and whether it can be seen to have it. */
const focused = (page: Page): Promise<{ name: string; isSeen: boolean }> =>
  page.evaluate((past) => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return { name: past, isSeen: false };
    const isMarked = (marked: Element | null): boolean => {
      if (!marked) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(marked);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    };
    // A hidden box or switch is drawn by its label.
    return {
      name: (element.innerText || element.ariaLabel || '').trim(),
      isSeen: isMarked(element) || isMarked(element.closest('label')),
    };
  }, PAST_THE_END);

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
