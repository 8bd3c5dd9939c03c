import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { dashboardRoutes, gatewayRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { accessibilityFaults } from '../stack/browser.js';
import { figuresOf, rowsAgree } from '../stack/figures.js';
import { Participant } from '../stack/participant.js';
import type { TeamMember } from '../stack/team-member.js';
import type { SeededKoi } from './seeded-koi.js';

export function leadingNumbers(seeded: () => SeededKoi): void {
  /** Somebody comes by an invite, sends a message and edits it. */
  async function comeByInvite(team: TeamMember): Promise<{ id: string }> {
    const { link } = await team.client.call(dashboardRoutes.createInvite, {
      body: { label: 'Class 4b', chatbots: ['quiet'] },
    });
    const person = await Participant.enter(seeded().koi.chatUrl);
    await person.redeem(link.split('/').at(-1) ?? '');
    const { conversation, turn } = await person.begin('quiet', 'What is sap?');
    await person.read(turn.id);
    const edited = await person.client.call(gatewayRoutes.sendMessage, {
      params: { conversationId: conversation.id },
      body: { text: 'What is resin?', editsTurnId: turn.id },
      idempotencyKey: randomUUID(),
    });
    await person.read(edited.id);
    return conversation;
  }

  test('every number of the leaderboard, participants and invites leads to as many rows', async () => {
    const { koi } = seeded();
    const team = await seeded().team();
    const invited = await comeByInvite(team);
    await team.client.call(dashboardRoutes.refreshRatings);
    await waitFor(
      async () => (await team.client.call(dashboardRoutes.getLeaderboard)).pairs.length > 0,
      { what: 'the ratings', timeoutMs: 30_000 },
    );
    const { page, errors } = await seeded().open();
    for (const place of ['/leaderboard', '/participants', '/invites']) {
      await page.goto(koi.dashboardUrl + place);
      await page.locator('main a[data-count]').first().waitFor();
      expect([place, await accessibilityFaults(page)]).toEqual([place, []]);
      // Of a long table some rows, each with every number.
      const figures = await figuresOf(page, 'main :not(tr:nth-child(n + 4) td) >');
      if (place === '/invites') {
        const today = figures.filter(({ name }) => name.includes('messages today under Class 4b'));
        expect(today).toMatchObject([{ count: 2 }]);
      }
      for (const figure of figures) await rowsAgree(page, figure);
    }
    // The message that was edited stands in the conversation as one of two.
    await page.goto(`${koi.dashboardUrl}/feedback/conversations/${invited.id}`);
    await page.getByText('Version 2 of 2').waitFor();
    // One participant's own page.
    await page.goto(`${koi.dashboardUrl}/participants`);
    await page.locator('tbody a[href^="/participants/"]').first().click();
    await page.getByRole('button', { name: 'Erase…' }).waitFor();
    for (const figure of await figuresOf(page)) await rowsAgree(page, figure);
    // A cell of the matrix opens as many battles as it says.
    await page.goto(`${koi.dashboardUrl}/leaderboard`);
    const cell = page.locator('button[data-count]').first();
    const battles = await cell.getAttribute('data-count');
    await cell.click();
    const drawer = page.getByRole('region', { name: / against / });
    await drawer.getByText(new RegExp(`^\\s*${battles} battles?`)).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);
}
