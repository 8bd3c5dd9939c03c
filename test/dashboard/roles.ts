import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { newcomer } from '../stack/browser.js';
import {
  openPlace,
  refusedTo,
  useEveryControl,
  useEveryPage,
  watchRequests,
} from '../stack/control-walk.js';
import type { SeededKoi } from './seeded-koi.js';

export function roles(seeded: () => SeededKoi): void {
  test('a viewer finds no control on any page that would be refused', async () => {
    const { koi, browser } = seeded();
    const team = await seeded().team();
    const { linkPath } = await team.client.call(dashboardRoutes.createUser, {
      body: { email: 'vic@example.org', name: 'Vic', role: 'viewer' },
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

    await team.client.call(dashboardRoutes.createApiKey, {
      body: { name: 'Evaluation', chatbots: ['helper'] },
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
    // Told of by the changes of the team, and not for viewers.
    expect([...walk.keys()]).toContain('/api-keys');
    expect([...walk.values()].flat()).toEqual(
      expect.arrayContaining([
        ...['GET /api/feedback/csv', 'GET /api/models/csv', 'GET /api/system/queues/csv'],
      ]),
    );
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
}
