import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import { newcomer } from '../stack/browser.js';
import { answer, button, isSound, say } from './on-the-page.js';
import type { ParticipantsKoi } from './participants-koi.js';

export function exclusionAndErasure(shared: () => ParticipantsKoi): void {
  test('somebody who is left out leaves the numbers, comes back into them, and is erased', async () => {
    const { koi, browser, rows, team, dashboard } = shared();
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
}
