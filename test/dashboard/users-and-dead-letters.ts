import { expect, test } from '@jest/globals';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { accessibilityFaults, newcomer, PHONE, scrollsSideways } from '../stack/browser.js';
import { buryVote } from './bury-vote.js';
import type { SeededKoi } from './seeded-koi.js';

const PASSWORD = 'correct horse battery';

export function usersAndDeadLetters(seeded: () => SeededKoi): void {
  /** Lets somebody in as the owner; gives their link. */
  async function invite(page: Page, name: string, role: 'Admin' | 'Viewer'): Promise<string> {
    await page.goto(`${seeded().koi.dashboardUrl}/users`);
    await page.getByRole('button', { name: 'New user' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.org`);
    await dialog.getByRole('radio', { name: role }).check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Make link' }).click();
    const link = await dialog.getByLabel('Link to set a password').inputValue();
    await dialog.getByRole('button', { name: 'Done' }).click();
    return link;
  }

  async function setPassword(page: Page, link: string): Promise<void> {
    await page.goto(link);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('The same again').fill(PASSWORD);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set password and sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  }

  /** Makes an API key for one chatbot on its page, uses it, and takes it back. */
  async function makeAndRevokeKey(page: Page): Promise<void> {
    const { koi } = seeded();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('heading', { name: 'No API keys yet' }).waitFor();
    await page.getByRole('button', { name: 'New key' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Nightly evaluation');
    await dialog.getByRole('radio', { name: 'Only some' }).check();
    await dialog.getByRole('checkbox', { name: 'Helper', exact: true }).check();
    await dialog.getByRole('button', { name: 'Make key' }).click();
    const key = await dialog.getByLabel('API key').inputValue();
    const command = dialog.getByRole('group', { name: 'Command that asks for an answer' });
    expect(await command.textContent()).toContain(
      `:${new URL(koi.chatUrl).port}/v1/chat/completions`,
    );
    expect(await accessibilityFaults(page)).toEqual([]);
    const models = () =>
      fetch(`${koi.chatUrl}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect(await (await models()).json()).toMatchObject({ data: [{ id: 'helper' }] });
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText(`${key.slice(0, 12)}…`).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke Nightly evaluation' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('cell', { name: 'revoked' }).waitFor();
    expect((await models()).status).toBe(401);
    expect(await accessibilityFaults(page)).toEqual([]);
  }

  test('an admin comes by a link and mends a dead letter; a viewer, on a phone, may only look', async () => {
    const { koi, browser, rows } = seeded();
    const owner = await seeded().open();
    const [adminLink, viewerLink] = [
      await invite(owner.page, 'Ada', 'Admin'),
      await invite(owner.page, 'Vera', 'Viewer'),
    ];
    expect(await accessibilityFaults(owner.page)).toEqual([]);
    const key = await buryVote(seeded());

    const viewer = await newcomer(browser, { ...PHONE, colorScheme: 'dark' });
    await setPassword(viewer.page, viewerLink);
    await viewer.page.goto(`${koi.dashboardUrl}/system`);
    await viewer.page.getByRole('button', { name: /payload does not fit/ }).click();
    const shown = viewer.page.getByRole('dialog');
    await shown.getByText('you may look, not change').waitFor();
    expect(await shown.getByRole('button', { name: 'Retry' }).isDisabled()).toBe(true);
    expect(await accessibilityFaults(viewer.page)).toEqual([]);
    expect(await scrollsSideways(viewer.page)).toBe(false);
    await viewer.page.goto(`${koi.dashboardUrl}/datasets`);
    expect(await viewer.page.getByRole('button', { name: 'New export' }).first().isDisabled()).toBe(
      true,
    );

    const { page, errors } = await newcomer(browser);
    await setPassword(page, adminLink);
    await page.goto(`${koi.dashboardUrl}/system`);
    await page.getByRole('rowheader', { name: 'feedback' }).waitFor();
    await page.getByText('gateway', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // The number of a queue leads to its dead letters alone.
    await page.getByRole('link', { name: '1 dead letters – show the rows' }).click();
    await page.waitForURL(/queue=feedback/);
    const letters = page.getByRole('region', { name: /^Dead letters/ }).getByRole('listitem');
    await letters.first().waitFor();
    expect(await letters.count()).toBe(1);
    await page.getByRole('button', { name: /payload does not fit/ }).click();
    const dialog = page.getByRole('dialog');
    const payload = dialog.getByLabel('Payload');
    const before = await payload.inputValue();
    await payload.fill('{ "kind": ');
    await dialog.getByRole('button', { name: 'Mend and retry' }).click();
    await dialog.getByText('This is no JSON').waitFor();
    await payload.fill(before.replace('"sideways"', '"up"'));
    await dialog.getByRole('button', { name: 'Mend and retry' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('There are none: every job ended well').waitFor();
    // Not only gone from here: the vote counts.
    const votes = await waitFor(
      async () => {
        const found = await rows.query<object[]>(
          `select kind, value, revision from feedback where idempotency_key = $1`,
          [key],
        );
        return found.length > 0 ? found : undefined;
      },
      { what: 'the vote of the mended letter', timeoutMs: 15_000 },
    );
    expect(votes).toEqual([{ kind: 'vote', value: 'up', revision: 1 }]);
    expect(errors).toEqual([]);
    await makeAndRevokeKey(page);
    expect(errors).toEqual([]);

    // Out, a wrong password, and in again.
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'password is wrong' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: /Ada/ }).click();
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  }, 60_000);
}
