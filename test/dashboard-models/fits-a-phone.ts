import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import type { ModelsKoi } from './models-koi.js';

export function fitsAPhone(workshop: () => ModelsKoi): void {
  test('on a phone, in the dark', async () => {
    const { koi, browser, rows } = workshop();
    const { page, errors } = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
    const idOf = async (table: 'model' | 'chatbot', column: string, value: string) =>
      (
        await rows.query<{ id: string }[]>(`select id from ${table} where ${column} = $1`, [value])
      )[0]?.id;
    await page.goto(koi.dashboardLink);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const place of [
      'models',
      `models/${await idOf('model', 'name', 'heron')}`,
      'chatbots',
      `chatbots/${await idOf('chatbot', 'slug', 'marsh')}`,
      'changes',
    ]) {
      await page.goto(`${koi.dashboardUrl}/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await waitFor(async () => (await page.locator('main [aria-busy=true]').count()) === 0, {
        what: `the rows of ${place}`,
      });
      expect([place, await scrollsSideways(page)]).toEqual([place, false]);
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  }, 45_000);
}
