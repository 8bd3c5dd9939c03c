import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { openPlace } from '../stack/control-walk.js';
import { figuresOf, rowsAgree } from '../stack/figures.js';
import type { SeededKoi } from './seeded-koi.js';

export function systemPage(seeded: () => SeededKoi): void {
  test('numbers of the System page lead to as many rows, and say why feedback was rejected', async () => {
    const { koi, rows } = seeded();
    // A vote on an answer that is erased while the vote is on its way, and the like.
    for (const code of ['candidate_not_found', 'candidate_not_found', 'turn_not_found'])
      await rows.query(
        `insert into refused_feedback (idempotency_key, participant_id, kind, code, detail, command)
         select $1, id, 'vote', $2, 'It is gone.', '{"value": "up"}' from participant limit 1`,
        [randomUUID(), code],
      );

    const { page, errors } = await seeded().open();
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
}
