import { expect, test } from '@jest/globals';
import { dashboardRoutes } from '@koi/contracts';
import { waitFor } from '@koi/testing';
import type { SeededKoi } from './seeded-koi.js';

export function exclusion(seeded: () => SeededKoi): void {
  test('who is excluded counts nowhere, and everywhere again once put back', async () => {
    const { rows: database } = seeded();
    const team = await seeded().team();
    const linesOf = async (path: string): Promise<number> =>
      (await (await team.fetch(path)).text()).trim().split('\r\n').length - 1;
    const totalOf = async (
      route: 'listTurnRecords' | 'listCandidateRecords' | 'listConversationRecords',
    ) => (await team.client.call(dashboardRoutes[route])).total;
    /** How much of each there is, as every page and file says it. */
    const numbers = async () => {
      const overview = await team.overview();
      const { rows } = await team.client.call(dashboardRoutes.getBreakdown, {
        query: { by: 'chatbot' },
      });
      const board = await team.client.call(dashboardRoutes.getLeaderboard);
      const { values } = await team.client.call(dashboardRoutes.getFeedbackFacets, { query: {} });
      const bars = (kind: string) =>
        sum(values.bars.map((bar) => (bar.kind === kind ? bar.count : 0)));
      const listed = async (kind: 'vote' | 'ranking') =>
        (await team.client.call(dashboardRoutes.listFeedback, { query: { kind } })).total;
      return {
        votes: [
          overview.votesUp + overview.votesDown,
          sum(rows.map((row) => row.votesUp + row.votesDown)),
          sum(board.votes.map((row) => row.votesUp + row.votesDown)),
          bars('vote'),
          await listed('vote'),
          await linesOf('/api/feedback/csv?kind=vote'),
        ],
        rankings: [
          sum(Object.values(overview.rankings)),
          sum(rows.map((row) => row.rankings)),
          sum([
            board.rankings.aBetter,
            board.rankings.bBetter,
            board.rankings.tie,
            board.rankings.bothBad,
          ]),
          bars('ranking'),
          await listed('ranking'),
          await linesOf('/api/feedback/csv?kind=ranking'),
        ],
        messages: [
          overview.turns,
          sum(rows.map((row) => row.turns)),
          await totalOf('listTurnRecords'),
          await linesOf('/api/turns/csv'),
        ],
        answers: [
          overview.candidates,
          await totalOf('listCandidateRecords'),
          await linesOf('/api/candidates/csv'),
        ],
        conversations: [
          overview.conversations,
          sum(rows.map((row) => row.conversations)),
          await totalOf('listConversationRecords'),
          await linesOf('/api/conversations/csv'),
        ],
      };
    };
    type Numbers = Awaited<ReturnType<typeof numbers>>;
    /** Waits until rollups and ratings know of everything that there is. */
    const computed = async (): Promise<void> => {
      await waitFor(
        async () =>
          (await database.query<object[]>(`select from dirty_bucket limit 1`)).length === 0,
        { what: 'the rollups', timeoutMs: 60_000, everyMs: 50 },
      );
      const [clock] = await database.query<{ now: Date }[]>(`select now()`);
      await waitFor(
        async () => {
          // Asked for anew each time: while another refresh goes on, nothing is done.
          await team.client.call(dashboardRoutes.refreshRatings);
          const { run } = await team.client.call(dashboardRoutes.getLeaderboard);
          return run && clock && new Date(run.computedAt) >= clock.now;
        },
        { what: 'the ratings', timeoutMs: 60_000, everyMs: 200 },
      );
    };
    const agree = async (expected: (name: keyof Numbers) => (value: number) => boolean) => {
      await computed();
      const last = await numbers();
      for (const [name, [first = -1, ...others]] of Object.entries(last)) {
        expect([name, others]).toEqual([name, others.map(() => first)]);
        expect([name, first, expected(name as keyof Numbers)(first)]).toEqual([name, first, true]);
      }
      const { votes, rankings } = last;
      const [votesBuilt, pairsBuilt] = await Promise.all([
        team.export({ dataset: 'all-votes', kind: 'votes' }),
        team.export({ dataset: 'all-pairs', kind: 'dpo', filter: { chatbot: 'seed-arena' } }),
      ]);
      const { participant_excluded: _, both_bad = 0, tie = 0 } = pairsBuilt.excluded;
      expect(votesBuilt.rows).toBe(votes[0]);
      expect((pairsBuilt.rows ?? 0) + both_bad + tie).toBe(rankings[0]);
      return last;
    };
    const before = await agree(() => (value) => value > 0);
    const { items } = await team.client.call(dashboardRoutes.listParticipants, {
      query: { counted: 'counted', limit: 200 },
    });
    // Few messages are few minutes of the rollups to compute anew.
    const [person] = items
      .filter(({ votes, rankings }) => votes > 0 && rankings > 0)
      .sort((a, b) => a.messages - b.messages);
    if (!person) throw new Error('Nobody has voted and ranked.');
    const theirs = { ...person, answers: undefined };
    const exclude = (excluded: boolean) =>
      team.client.call(dashboardRoutes.setParticipantExclusion, {
        params: { participantId: person.id },
        body: { excluded },
      });

    await exclude(true);
    await agree((name) => (value) => {
      const own = theirs[name];
      return own === undefined
        ? value < (before[name][0] ?? 0)
        : value === (before[name][0] ?? 0) - own;
    });
    await exclude(false);
    await agree((name) => (value) => value === before[name][0]);
  }, 150_000);
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
