import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { dashboardRoutes, gatewayRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import { accessibilityFaults } from '../stack/browser.js';
import { figuresOf, rowsAgree } from '../stack/figures.js';
import { goInside } from '../stack/settled.js';
import { Participant } from '../stack/participant.js';
import type { TeamMember } from '../stack/team-member.js';
import { csvRecords } from './csv-records.js';
import type { SeededKoi } from './seeded-koi.js';

export function leadingNumbers(seeded: () => SeededKoi): void {
  /** Somebody comes by an invite, sends a message and edits it. */
  async function comeByInvite(team: TeamMember): Promise<{ id: string; participantId: string }> {
    const { link, ...invite } = await team.client.call(dashboardRoutes.createInvite, {
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
    const [{ id: participantId } = { id: '' }] = (
      await team.client.call(dashboardRoutes.listParticipants, { query: { invite: invite.id } })
    ).items;
    return { id: conversation.id, participantId };
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
      await goInside(page, place);
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
    await goInside(page, `/feedback/conversations/${invited.id}`);
    await page.getByText('Version 2 of 2').waitFor();
    // One participant's own page.
    await goInside(page, '/participants');
    await page.locator('tbody a[href^="/participants/"]').first().click();
    await page.getByRole('button', { name: 'Erase…' }).waitFor();
    for (const figure of await figuresOf(page)) await rowsAgree(page, figure);
    // Of somebody excluded the messages can be read, and their number leads there.
    const exclude = (excluded: boolean) =>
      team.client.call(dashboardRoutes.setParticipantExclusion, {
        params: { participantId: invited.participantId },
        body: { excluded },
      });
    await exclude(true);
    await goInside(page, `/participants/${invited.participantId}`);
    await page.getByRole('button', { name: 'Put back into statistics' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const left = await figuresOf(page);
    expect(left).toMatchObject([{ name: '2 Messages – show the rows', count: 2 }]);
    for (const figure of left) await rowsAgree(page, figure);
    await exclude(false);
    // A cell of the matrix opens as many battles as it says.
    await goInside(page, '/leaderboard');
    await page
      .getByRole('img', { name: /^Ratings of \d+ models, one point for each (hour|day)\.$/ })
      .locator('svg path, canvas')
      .first()
      .waitFor();
    const cell = page.locator('button[data-count]').first();
    const battles = await cell.getAttribute('data-count');
    await cell.click();
    const drawer = page.getByRole('region', { name: / against / });
    await drawer.getByText(new RegExp(`^\\s*${battles} battles?`)).waitFor();
    const file = await drawer.locator('a[download]').getAttribute('href');
    const csv = await (await page.request.get(koi.dashboardUrl + file)).text();
    expect(csvRecords(csv)).toBe(Number(battles));
    expect(await accessibilityFaults(page)).toEqual([]);
    // The chart of the ratings has a line for each model that has any, and something is drawn.
    const history = await team.client.call(dashboardRoutes.getRatingHistory);
    await page
      .getByRole('img', {
        name: `Ratings of ${history.models.length} models, one point for each ${history.step}.`,
      })
      .locator('canvas')
      .evaluate(isDrawn);
    expect(errors).toEqual([]);
    await page.context().close();
  }, 180_000);
}

/** Resolves once a chart has drawn more than its grid: lines or points in colours. */
const isDrawn = (canvas: SVGElement | HTMLElement): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      const { width, height } = canvas as HTMLCanvasElement;
      const drawing = (canvas as HTMLCanvasElement).getContext('2d');
      const { data } = drawing?.getImageData(0, 0, width, height) ?? { data: [] };
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
        if (Math.max(red, green, blue) - Math.min(red, green, blue) > 80) return resolve();
      }
      requestAnimationFrame(look);
    };
    look();
  });
