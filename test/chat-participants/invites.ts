import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { newcomer, PHONE } from '../stack/browser.js';
import { answer, button, composer, isSound, say } from './on-the-page.js';
import type { ParticipantsKoi } from './participants-koi.js';

export function invites(shared: () => ParticipantsKoi): void {
  test('links that let nobody in say why, and a chatbot by invitation is not there for others', async () => {
    const { koi, browser, rows, team } = shared();
    const [expired, full, revoked] = [
      await shared().invite({}),
      await shared().invite({ maxUses: 1 }),
      await shared().invite({}),
    ];
    await rows.query(`update invite set expires_at = now() - interval '1 minute' where id = $1`, [
      expired.id,
    ]);
    await rows.query(`update invite set uses = 1 where id = $1`, [full.id]);
    await team.client.call(dashboardRoutes.revokeInvite, { params: { inviteId: revoked.id } });
    const before = await shared().stored();
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
    expect(await shared().stored()).toEqual(before);
    await page.context().close();
  }, 60_000);

  test('the dashboard makes an invite with a budget and an end, which hold in the chat, and shuts its guest out at once', async () => {
    const { koi, browser, rows, dashboard } = shared();
    await dashboard.goto(`${koi.dashboardUrl}/invites`);
    await button(dashboard, /New invite/)
      .first()
      .click();
    await dashboard.getByLabel('Label', { exact: true }).fill('Carp society');
    await dashboard.getByRole('checkbox', { name: 'Club' }).check();
    await dashboard.getByLabel('Expires').selectOption('In a day');
    await dashboard.getByLabel('Messages a day').fill('1');
    await isSound(dashboard);
    await button(dashboard, 'Make link').click();
    await dashboard.getByRole('img', { name: 'QR code of the link' }).locator('path').waitFor();
    await isSound(dashboard);
    const link = await dashboard.getByRole('textbox', { name: 'Invite link' }).inputValue();
    await button(dashboard, 'Done').click();
    const row = dashboard.getByRole('row', { name: /Carp society/ });
    await row.getByText('open', { exact: true }).waitFor();

    const { page } = await newcomer(browser, PHONE);
    const url = `${koi.chatUrl}/i/${link.split('/i/')[1]}`;
    await page.goto(url);
    await page.getByRole('heading', { name: 'You are invited' }).waitFor();
    await isSound(page);
    await button(page, /Accept the invitation/).click();
    await page.waitForURL(/\/c\/club$/);
    await say(page, 'Hello');
    await answer(page, 'You said “Hello”').waitFor();
    await button(page, 'Regenerate').waitFor();

    // The budget of the day, and when there is more; what was written stays in its field.
    await say(page, 'One more?');
    const alert = page.getByRole('alert');
    await alert.getByText('That is all for today').waitFor();
    await alert.getByText(/Try again in \d+ (hour|minute)s?\./).waitFor();
    expect(await composer(page).inputValue()).toBe('One more?');
    expect(await page.getByRole('article').count()).toBe(1);
    await isSound(page);

    // A day passes: the link lets nobody new in.
    await rows.query(
      `update invite set expires_at = expires_at - interval '1 day' where label = 'Carp society'`,
    );
    const { page: late } = await newcomer(browser, PHONE);
    await late.goto(url);
    await late.getByRole('heading', { name: 'This invitation has expired' }).waitFor();
    await late.context().close();

    await button(dashboard, 'Revoke Carp society').click();
    await isSound(dashboard);
    await button(dashboard, 'Revoke').click();
    await row.getByText('revoked').waitFor();
    await isSound(dashboard);
    await composer(page).press('Enter');
    await page.getByText('Your invitation has ended').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Your invitation has ended' }).waitFor();
    await isSound(page);
    await page.context().close();
  }, 60_000);
}
