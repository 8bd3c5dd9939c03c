import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from '../stack/browser.js';
import { figuresOf, rowsAgree } from '../stack/figures.js';
import { goInside } from '../stack/settled.js';
import { csvRecords } from './csv-records.js';
import type { SeededKoi } from './seeded-koi.js';

export function systemPage(seeded: () => SeededKoi): void {
  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  /** Opens the rejected feedback of a number and compares; gives the words of the list. */
  async function rejected(page: Page, number: ReturnType<Page['locator']>, count: number) {
    expect(await number.getAttribute('data-count')).toBe(String(count));
    await number.click();
    const list = page.getByRole('list', { name: 'Rejected feedback' });
    await list.waitFor();
    const items = await list.getByRole('listitem').allInnerTexts();
    expect(items).toHaveLength(count);
    const href = await page.getByRole('dialog').locator('a[download]').getAttribute('href');
    const file = await page.request.get(seeded().koi.dashboardUrl + href);
    expect(csvRecords(await file.text())).toBe(count);
    return { list, items };
  }

  test('numbers of the System page lead to as many rows, and say why feedback was rejected', async () => {
    const { rows } = seeded();
    await seeded().say('What is dew?', 'up');
    // A vote on an answer that is erased while the vote is on its way, and the like.
    for (const [code, detail] of [
      ['candidate_not_found', 'There is no such answer.'],
      ['candidate_not_found', 'There is no such answer.'],
      ['turn_not_found', 'There is no such message.'],
    ])
      await rows.query(
        `insert into refused_feedback (idempotency_key, participant_id, kind, code, detail, command)
         select $1, id, 'vote', $2, $3, '{"value": "up"}' from participant limit 1`,
        [randomUUID(), code, detail],
      );

    const { page, errors } = await seeded().open();
    await goInside(page, '/system');
    const causes = page.locator('#intake ~ * button[data-count]');
    await causes.first().waitFor();
    expect((await causes.allInnerTexts()).slice(1)).toEqual([
      '2 candidate not found',
      '1 turn not found',
    ]);
    const [erased, gone] = ['There is no such answer.', 'There is no such message.'];
    for (const [index, details] of [[erased, erased, gone], [erased, erased], [gone]].entries()) {
      const { list, items } = await rejected(page, causes.nth(index), details.length);
      expect(items.map((item) => details.find((detail) => item.includes(detail))).sort()).toEqual(
        [...details].sort(),
      );
      for (const item of items) expect(item).toContain('"value": "up"');
      if (index === 0) expect(await accessibilityFaults(page)).toEqual([]);
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

  test('the System page tells lags, versions, migrations and bytes as they are', async () => {
    const { rows } = seeded();
    const team = await seeded().team();
    const { id: datasetVersionId } = await team.export({ dataset: 'waiting', kind: 'votes' });
    // There is no trainer: the run waits.
    await team.client.call(dashboardRoutes.startTrainingRun, {
      body: { datasetVersionId, method: 'dpo', baseModel: 'base' },
    });
    const { page, errors } = await seeded().open();
    await goInside(page, '/system');
    const cells = page.getByRole('row', { name: /^training/ }).getByRole('cell');
    await cells.first().waitFor();
    const [waiting, lag] = await cells.allInnerTexts();
    expect(waiting).toBe('1');
    expect(lag).toMatch(/^\d+ (s|min)/);
    const idle = page.getByRole('row', { name: /^datasets/ }).getByRole('cell');
    expect((await idle.allInnerTexts()).slice(0, 2)).toEqual(['0', '–']);

    const [facts] = await rows.query<{ version: string; migrations: number; bytes: number }[]>(
      `select current_setting('server_version') as version, pg_database_size(current_database())::float8 as bytes,
              (select count(*)::int from ${rows.options.migrationsTableName}) as migrations`,
    );
    const versions = region(page, 'Versions and migrations');
    const told = await versions.innerText();
    expect(told).toContain(`Node.js\n${process.versions.node}`);
    expect(told).toContain(`PostgreSQL\n${facts?.version}`);
    expect(told).toMatch(/koi\n\d+\.\d+\.\d+/);
    await versions.getByText(`${facts?.migrations} applied`, { exact: true }).click();
    const applied = versions.getByRole('list', { name: 'Applied migrations' });
    expect(await applied.getByRole('listitem').count()).toBe(facts?.migrations);
    expect(await accessibilityFaults(page)).toEqual([]);

    const storage = await region(page, 'Storage').innerText();
    const [, amount, unit] = /Database\n([\d.]+) (MB|GB)/.exec(storage) ?? [];
    const shown = Number(amount) * (unit === 'GB' ? 1e9 : 1e6);
    expect(Math.abs(shown / (facts?.bytes ?? 0) - 1)).toBeLessThan(0.2);
    expect(storage).toMatch(/Datasets\n[\d.]+ [kMG]?B in [1-9]\d* files/);
    expect(storage).toMatch(/candidate\n[\d.]+ [kM]B · ≈ [\d.,K]+ rows/);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 60_000);
}
