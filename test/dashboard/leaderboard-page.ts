import { expect, test } from '@jest/globals';
import { dashboardRoutes, maintenanceQueue } from '@koi/contracts';
import { Producer } from '@koi/queues';
import { accessibilityFaults } from '../stack/browser.js';
import { goInside } from '../stack/settled.js';
import { UNEVEN } from '../stack/upstream.js';
import type { SeededKoi } from './seeded-koi.js';

/** The advisory lock that who rates holds. */
const RATINGS_LOCK = 5_641_003;

export function leaderboardPage(seeded: () => SeededKoi): void {
  test('rankings are said to be on their way until they are rated, and become ratings without a reload', async () => {
    const { rows } = seeded();
    const team = await seeded().team();
    await team.client.call(dashboardRoutes.createChatbot, {
      body: {
        slug: 'arena',
        config: { title: 'Arena', feedback: 'rank', models: ['pine-model', 'birch-model'] },
      },
    });
    // Ratings that are asked for are all there are while this goes on: none come round by themselves.
    const backend = await seeded().queues();
    const schedule = new Producer(maintenanceQueue, backend);
    await schedule.schedule('refresh_ratings', 3_600_000, { task: 'refresh_ratings' });
    const { page, errors } = await seeded().open();
    await goInside(page, '/leaderboard?chatbot=arena');
    await page.getByRole('heading', { name: 'No rankings to rate by yet' }).waitFor();
    await page.evaluate(`document.documentElement.dataset.kept = 'yes'`);

    // Nobody rates while somebody else does: so there is time to look.
    const rater = rows.createQueryRunner();
    const whileNobodyRates = async (look: () => Promise<void>): Promise<void> => {
      await rater.query(`select pg_advisory_lock(${RATINGS_LOCK})`);
      try {
        await look();
      } finally {
        await rater.query(`select pg_advisory_unlock(${RATINGS_LOCK})`);
      }
      await page.getByRole('button', { name: 'Rate now' }).click();
    };
    const waiting = page.getByRole('status').filter({ hasText: 'not rated yet' });
    await whileNobodyRates(async () => {
      await Promise.all([
        seeded().compare(`Which ${UNEVEN} tree?`, 'a_better', 'arena'),
        seeded().compare('Which reed?', 'tie', 'arena'),
      ]);
      await page.getByRole('heading', { name: 'The first rating is on its way' }).waitFor();
      await waiting.filter({ hasText: '2 rankings' }).waitFor();
      expect(await waiting.innerText()).toMatch(
        /^2 rankings not rated yet; the next rating is in \d+ (h|min)( \d+ (min|s))?\.$/,
      );
      expect(await accessibilityFaults(page)).toEqual([]);
    });
    await page.getByRole('heading', { name: 'Who beat whom' }).waitFor();
    await waiting.waitFor({ state: 'detached' });
    const bias = page.getByRole('region', { name: 'What may bias the votes' });
    await bias
      .locator('div', { hasText: /^Tie\s*50 %/ })
      .first()
      .waitFor();
    // One of the two has a winner, and it stood on side A.
    const [won] = await rows.query<{ winner: number; loser: number }[]>(
      `select length(a.text) as winner, length(b.text) as loser
       from feedback f join candidate a on a.turn_id = f.turn_id and a.side = 'a'
         join candidate b on b.turn_id = f.turn_id and b.side = 'b'
         join turn t on t.id = f.turn_id join conversation c on c.id = t.conversation_id
       where f.value = 'a_better' and c.chatbot_id = (select id from chatbot where slug = 'arena')`,
    );
    if (!won) throw new Error('Nobody has won.');
    await bias
      .locator('div', { hasText: /^Side A wins\s*100 %\s*1 rankings.* A\s*0 B/ })
      .first()
      .waitFor();
    await bias
      .locator('div', {
        hasText:
          won.winner > won.loser
            ? /^The longer answer wins\s*100 %/
            : /^The longer answer wins\s*0 %/,
      })
      .first()
      .waitFor();
    await bias
      .getByText(`Mean length: winners ${won.winner} characters, losers ${won.loser}.`)
      .waitFor();

    // Two bad answers are a ranking, stand by themselves, and change no strength.
    const strengths = () =>
      page.locator('section:has(#ratings-head) tbody td:nth-child(3)').allInnerTexts();
    const before = await strengths();
    await whileNobodyRates(async () => {
      await seeded().compare('Which bush?', 'both_bad', 'arena');
      await waiting.waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    });
    await bias
      .locator('div', { hasText: /^Both bad\s*33 %/ })
      .first()
      .waitFor();
    await page
      .getByRole('link', { name: /^1 battles with both bad/ })
      .first()
      .waitFor();
    expect(await strengths()).toEqual(before);
    expect(await page.evaluate(`document.documentElement.dataset.kept`)).toBe('yes');
    // Models that nothing connects cannot be compared.
    await whileNobodyRates(async () => {
      await rows.query(
        `update rating_run set groups = 2 where scope_id = (select id from chatbot where slug = 'arena')`,
      );
      await page.reload();
      await page.getByText('The models fall into 2 groups that no ranking connects').waitFor();
    });
    await rater.release();
    await schedule.schedule('refresh_ratings', 30_000, { task: 'refresh_ratings' });
    await schedule.close();
    await backend.close();
    expect(errors).toEqual([]);
    await page.context().close();
  }, 90_000);
}
