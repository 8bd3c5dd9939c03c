import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { accessibilityFaults, newcomer } from '../stack/browser.js';
import { figuresOf, rowsAgree } from '../stack/figures.js';
import { FAILING } from '../stack/upstream.js';
import type { SeededKoi } from './seeded-koi.js';

export function overviewPage(seeded: () => SeededKoi): void {
  test('the Overview page: live, narrowed by its address, and every number leads to its rows', async () => {
    const { koi } = seeded();
    await Promise.all([
      seeded().say('What is bark?', 'up'),
      seeded().say('What is moss?', 'down'),
      seeded().say(FAILING),
    ]);
    await seeded().compare('Which tree?', 'tie');

    const { page, errors } = await seeded().open();
    await page.goto(`${koi.dashboardUrl}/?range=1h&chatbot=helper`);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const figure = (name: string) =>
      page.getByRole('link', { name, exact: true }).first().waitFor();
    await figure('2 votes – show the rows');
    await figure('50 % Up-rate of 2 votes – show the rows');
    await figure('3 Participants – show the rows');
    await figure('1 failed answers – show the rows');
    expect(await accessibilityFaults(page)).toEqual([]);

    // A vote counts without a reload.
    await page.evaluate(`document.documentElement.dataset.kept = 'yes'`);
    await seeded().say('What is resin?', 'up');
    await figure('3 votes – show the rows');
    await figure('67 % Up-rate of 3 votes – show the rows');
    // Wilson's interval of two in three.
    await page.getByRole('img', { name: '67 %, 95 % interval from 21 % to 93.9 %' }).waitFor();
    await page.getByText('Vote up').nth(1).waitFor();
    expect(await page.evaluate(`document.documentElement.dataset.kept`)).toBe('yes');

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
    const earlier = await figuresOf(
      page,
      // Of the tables the first rows alone, for what they cost.
      'main :is(dl, section:has(#votes-head, #rankings-head), tr:nth-child(-n + 3) td:last-child)',
    );
    figures.push(...earlier);
    expect(figures.length).toBeGreaterThan(60);
    // What was spent: by each currency, in the time before, and by model and chatbot.
    const [now, before, rows] = [/ cost –/, /^[▲▼=]/, /, Cost –/].map((named) =>
      earlier.filter(({ name, sum }) => sum && /[€$]/.test(sum) && named.test(name)),
    );
    expect([now?.length, before?.length, rows?.length]).toEqual([2, 1, 6]);
    for (const entry of figures) await rowsAgree(page, entry);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);

  test('the Overview page says when it is not live, and when it has no numbers, and gets them back', async () => {
    const { koi, browser, rows } = seeded();
    await rows.query(
      `insert into rollup_check (id, started_at, ended_at, days, buckets, differences)
       values (gen_random_uuid(), now(), now(), 60, 1200, 3)`,
    );
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
    // The nightly check has found something.
    await page
      .getByRole('note')
      .filter({ hasText: /found 3 of 1,200 stored sums that were not what their rows add up to/ })
      .waitFor();
    await rows.query(`delete from rollup_check where differences = 3`);
    await page.context().close();
  }, 60_000);
}
