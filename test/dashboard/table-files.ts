import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { goInside } from '../stack/settled.js';
import { FAILING } from '../stack/upstream.js';
import { buryVote } from './bury-vote.js';
import { csvRecords } from './csv-records.js';
import { toldTotal } from './told-total.js';
import type { SeededKoi } from './seeded-koi.js';

/** How many rows a table shows. */
type Rows = (page: Page) => Promise<number>;

const rowsOf =
  (region: string): Rows =>
  (page) =>
    page.getByRole('region', { name: region, exact: true }).locator('tbody tr').count();
const itemsOf =
  (region: string): Rows =>
  (page) =>
    page.getByRole('region', { name: region, exact: true }).locator('ul > li').count();
/** A pair of models has two cells, each on one side of the diagonal. */
const pairs: Rows = async (page) =>
  (await page.locator('section:has(#matrix-head) button[data-count]').count()) / 2;
/** A chart; the page says not how many points it has. */
const some = undefined;

/** The files that each page offers by what their links say, and the rows that each must have. */
const FILES: Readonly<Record<string, Readonly<Record<string, Rows | undefined>>>> = {
  '/?range=all': {
    'Charts as CSV': some,
    'By model as CSV': rowsOf('By model'),
    'By chatbot as CSV': rowsOf('By chatbot'),
  },
  '/feedback?value=down': { CSV: toldTotal },
  '/feedback?view=conversations&mode=rank': { CSV: toldTotal },
  '/feedback?view=messages&chatbot=seed-arena': { CSV: toldTotal },
  '/feedback?view=answers&outcome=failed': { CSV: toldTotal },
  '/leaderboard?chatbot=seed-arena': {
    'CSV: ratings': (page) => page.locator('section:has(#ratings-head) tbody tr').count(),
    'CSV: who beat whom': pairs,
    'CSV: ratings over time': some,
  },
  '/leaderboard?chatbot=seed-helper': { 'CSV: thumbs by model': itemsOf('Thumbs by model') },
  '/participants?counted=counted': { 'CSV: these participants': toldTotal },
  '/invites?state=open': { 'CSV: these invites': rowsOf('Invites') },
  '/models': { 'CSV: models': rowsOf('Models') },
  '/chatbots': { 'CSV: chatbots': rowsOf('Chatbots') },
  '/users': { 'CSV: users': itemsOf('Users') },
  '/api-keys': { 'CSV: API keys': rowsOf('API keys') },
  '/changes?kind=user': { 'CSV: these changes': itemsOf('Changes') },
  '/datasets': {
    'CSV: dataset versions': (page) => page.locator('main li:has(h2)').count(),
  },
  '/training': { 'CSV: training runs': (page) => page.locator('main li:has(h2)').count() },
  '/system': {
    'CSV: queues': rowsOf('Queues'),
    'CSV: services': itemsOf('Services'),
    'CSV: largest tables': itemsOf('Storage'),
    'CSV: dead letters': (page) => page.locator('section:has(#dead-letters) ul > li').count(),
  },
};

/** Files of pages whose filter leaves rows out, which are there: see what the test makes. */
const NARROWED = [
  'CSV',
  'CSV: these participants',
  'CSV: these invites',
  'CSV: these changes',
  'CSV: thumbs by model',
];

export function tableFiles(seeded: () => SeededKoi): void {
  test('every table has its file, with the rows that the filters of the page leave', async () => {
    const { koi } = seeded();
    const team = await seeded().team();
    const { client } = team;
    // A row in each table, and one that each filter leaves out.
    const { id: datasetVersionId } = await team.export({ dataset: 'files', kind: 'votes' });
    const invite = (label: string) =>
      client.call(dashboardRoutes.createInvite, { body: { label, chatbots: ['helper'] } });
    const [{ id: inviteId }, { items }] = await Promise.all([
      invite('Revoked'),
      client.call(dashboardRoutes.listParticipants, { query: { limit: 1 } }),
    ]);
    await buryVote(seeded());
    await Promise.all([
      seeded().say(FAILING),
      // By a model that the seed's chatbots do not have.
      seeded().say('What is amber?', 'up'),
      invite('Files'),
      client.call(dashboardRoutes.revokeInvite, { params: { inviteId } }),
      client.call(dashboardRoutes.setParticipantExclusion, {
        params: { participantId: items[0]?.id ?? '' },
        body: { excluded: true },
      }),
      client.call(dashboardRoutes.createApiKey, { body: { name: 'Files', chatbots: ['helper'] } }),
      client.call(dashboardRoutes.createUser, {
        body: { email: 'rita@example.org', name: 'Rita', role: 'viewer' },
      }),
      client.call(dashboardRoutes.startTrainingRun, {
        body: { datasetVersionId, method: 'dpo', baseModel: 'files-base' },
      }),
      client.call(dashboardRoutes.refreshRatings),
    ]);
    await waitFor(
      async () => {
        const { pairs, votes } = await client.call(dashboardRoutes.getLeaderboard);
        return pairs.length > 0 && votes.some(({ name }) => name === 'pine-model');
      },
      { what: 'the ratings and the vote', timeoutMs: 30_000 },
    );
    const { page, errors } = await seeded().open();
    for (const [place, files] of Object.entries(FILES)) {
      await goInside(page, place);
      const links = await page
        .locator('main a[download][href*="/csv"]')
        .evaluateAll((found) =>
          found.map(
            (link) =>
              [link.ariaLabel ?? link.textContent.trim(), link.getAttribute('href') ?? ''] as const,
          ),
        );
      expect([place, links.map(([name]) => name).sort()]).toEqual([
        place,
        Object.keys(files).sort(),
      ]);
      for (const [name, href] of links) {
        const response = await page.request.get(koi.dashboardUrl + href);
        expect([place, name, response.status()]).toEqual([place, name, 200]);
        expect(response.headers()['content-type']).toBe('text/csv; charset=utf-8');
        const rows = csvRecords(await response.text());
        const shown = await files[name]?.(page);
        if (shown === undefined) expect(rows).toBeGreaterThan(0);
        else expect([place, name, rows]).toEqual([place, name, shown]);
        if (!NARROWED.includes(name)) continue;
        const { pathname } = new URL(href, koi.dashboardUrl);
        const all = await page.request.get(koi.dashboardUrl + pathname);
        expect([place, name, rows < csvRecords(await all.text())]).toEqual([place, name, true]);
      }
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}
