import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import type { Page } from 'playwright-core';
import { newcomer } from '../stack/browser.js';
import { Participant } from '../stack/participant.js';
import { settled } from '../stack/settled.js';
import { toldTotal } from './told-total.js';
import type { SeededKoi } from './seeded-koi.js';

/** What all numbers of a page that lead to rows add up to. */
const counted = (page: Page): Promise<number> =>
  page
    .locator('main [data-count]')
    .evaluateAll((links) =>
      links.reduce((sum, link) => sum + Number(link.getAttribute('data-count')), 0),
    );
const listed = (page: Page): Promise<number> => page.locator('main :is(li, tbody tr)').count();

/** What the event stream has told a page, in its order. */
const told = (page: Page): Promise<string[]> => page.evaluate('koiTold');

/** Leaves a page nothing but its event stream to learn of changes by: what it would ask for now and then, it does not. */
async function onlyTold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, {
      koiTold: heard,
      setInterval: () => 0,
      EventSource: class extends EventSource {
        constructor(url: string | URL) {
          super(url);
          for (const type of ['listening', 'changed'])
            this.addEventListener(type, () => heard.push(type));
        }
      },
    });
  });
}

/** Each stream of a page holds one of the six connections that a browser has to a server. */
const TABS_OF_A_BROWSER = 4;

export function livePages(seeded: () => SeededKoi): void {
  test('every page of numbers and rows shows by the event stream alone what comes', async () => {
    const { koi, browser } = seeded();
    const team = await seeded().team();
    const { id: inviteId, link } = await team.client.call(dashboardRoutes.createInvite, {
      body: { label: 'Reading group', chatbots: ['helper'] },
    });
    const guest = await Participant.enter(koi.chatUrl);
    await guest.redeem(link.split('/').at(-1) ?? '');
    const judge = async (text: string): Promise<void> => {
      const { turn } = await guest.begin('helper', text);
      await guest.read(turn.id);
      await guest.vote(turn.candidates[0]!.id, 'up');
    };
    await judge('What is sap?');
    const { id: datasetVersionId } = await team.export({ dataset: 'live', kind: 'votes' });
    const { items } = await team.client.call(dashboardRoutes.listParticipants, {
      query: { invite: inviteId },
    });
    const places: Record<string, (page: Page) => Promise<number>> = {
      '/?range=1h&chatbot=helper': counted,
      '/feedback': toldTotal,
      '/feedback?view=conversations': toldTotal,
      '/feedback?view=messages': toldTotal,
      '/feedback?view=answers': toldTotal,
      '/leaderboard?chatbot=helper': counted,
      '/participants': toldTotal,
      [`/participants/${items[0]?.id}`]: counted,
      '/invites': counted,
      '/system': counted,
      '/users': listed,
      '/changes': listed,
      '/models': listed,
      '/chatbots': listed,
      '/datasets': listed,
      '/training': listed,
      '/api-keys': listed,
    };

    const entered = (await seeded().open()).page.context();
    const storageState = await entered.storageState();
    await entered.close();
    const open: { place: string; page: Page; number: () => Promise<number>; before: number }[] = [];
    for (const [index, [place, read]] of Object.entries(places).entries()) {
      const last = open.at(-1)?.page;
      const page =
        last && index % TABS_OF_A_BROWSER !== 0
          ? await last.context().newPage()
          : (await newcomer(browser, { storageState })).page;
      await onlyTold(page);
      await page.goto(koi.dashboardUrl + place);
      await settled(page);
      await page.evaluate(`document.documentElement.dataset.kept = 'yes'`);
      open.push({ place, page, number: () => read(page), before: 0 });
    }
    for (const tab of open) {
      // What is asked for when the stream begins is there before anything is counted.
      await waitFor(async () => (await told(tab.page)).length > 0, {
        what: `the event stream of ${tab.place}`,
        timeoutMs: 15_000,
      });
      await settled(tab.page);
      tab.before = await tab.number();
    }

    await Promise.all([
      seeded().say('What is dew?', 'up'),
      judge('What is resin?'),
      team.client.call(dashboardRoutes.createUser, {
        body: { email: 'lea@example.org', name: 'Lea', role: 'viewer' },
      }),
      team.client.call(dashboardRoutes.createModel, {
        body: { name: 'live-model', config: { connector: 'demo', label: 'Live' } },
      }),
      team.client.call(dashboardRoutes.createChatbot, {
        body: { slug: 'live', config: { title: 'Live', models: ['demo-model'] } },
      }),
      team.client.call(dashboardRoutes.createDatasetVersion, {
        body: { dataset: 'live', kind: 'votes' },
      }),
      team.client.call(dashboardRoutes.startTrainingRun, {
        body: { datasetVersionId, method: 'dpo', baseModel: 'live-base' },
      }),
      team.client.call(dashboardRoutes.createApiKey, {
        body: { name: 'Live', chatbots: ['helper'] },
      }),
    ]);

    for (const { place, page, number, before } of open) {
      await waitFor(async () => (await number()) > before, {
        what: `more than ${before} on ${place}`,
        timeoutMs: 30_000,
        everyMs: 100,
      });
      expect([place, await told(page)]).toEqual([place, expect.arrayContaining(['changed'])]);
      expect(await page.evaluate(`document.documentElement.dataset.kept`)).toBe('yes');
    }
    for (const context of new Set(open.map(({ page }) => page.context()))) await context.close();
  }, 120_000);
}
