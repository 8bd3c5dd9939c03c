import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { accessibilityFaults } from '../stack/browser.js';
import { TeamMember } from '../stack/team-member.js';
import { openEditor, save, type ModelsKoi } from './models-koi.js';

export function conflicts(workshop: () => ModelsKoi): void {
  test('what somebody else saved is not overwritten unseen, and nothing typed is lost unasked', async () => {
    const { koi, team } = workshop();
    const { page } = team;
    const other = await TeamMember.signIn(koi.dashboardUrl, koi.dashboardToken);
    const marsh = async () => {
      const { items } = await other.client.call(dashboardRoutes.listChatbotRecords);
      const found = items.find(({ slug }) => slug === 'marsh');
      if (!found) throw new Error('There is no Marsh.');
      return found;
    };
    const theyCallIt = async (title: string): Promise<void> => {
      const { id, revision } = await marsh();
      await other.client.call(dashboardRoutes.updateChatbot, {
        params: { chatbotId: id },
        body: { config: { title, welcome: 'Hello', models: ['heron'] }, revision },
      });
    };
    const title = page.getByLabel('Title');
    const notice = page.getByRole('alert').filter({ hasText: 'changed this meanwhile' });

    await openEditor(page, 'Chatbots', 'Marsh');
    await title.fill('My marsh');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await theyCallIt('Their marsh');
    await page.getByRole('button', { name: 'Save' }).click();
    await notice.getByText('Their marsh').waitFor();
    expect(await title.inputValue()).toBe('My marsh');
    expect((await marsh()).title).toBe('Their marsh');
    expect(await accessibilityFaults(page)).toEqual([]);
    await notice.getByRole('button', { name: 'Keep mine' }).click();
    await notice.waitFor({ state: 'detached' });
    await save(page);
    expect((await marsh()).title).toBe('My marsh');

    await title.fill('My own marsh');
    await theyCallIt('Their marsh');
    await page.getByRole('button', { name: 'Save' }).click();
    await notice.getByRole('button', { name: 'Load theirs' }).click();
    expect(await title.inputValue()).toBe('Their marsh');
    expect((await marsh()).title).toBe('Their marsh');
    // The browser reports each refused request; these were meant.
    expect(team.errors.filter((error) => !/status of (409|422)/.test(error))).toEqual([]);
  }, 45_000);
}
