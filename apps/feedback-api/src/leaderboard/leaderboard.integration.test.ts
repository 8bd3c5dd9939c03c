import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  leaderboard,
  maintenanceQueue,
  problem,
  type Battle,
  type Leaderboard,
} from '@koi/contracts';
import {
  ALL_CHATBOTS,
  EVERY,
  EVERY_MODE,
  newId,
  RatingEntity,
  RatingPairEntity,
  RatingRunEntity,
  StatsDayEntity,
  StatsDaySubtotalEntity,
} from '@koi/database';
import { Producer, type QueueBackend } from '@koi/queues';
import { QUEUE_BACKEND } from '@koi/service';
import { rankingOf } from '../../test/given.js';
import { RunningService } from '../../test/running-service.js';
import { FeedbackService } from '../feedback/feedback.service.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';

// Real: the service over HTTP, Postgres. The ratings are rows as analytics-worker leaves them.
let service: RunningService;
let cookie: string;
let oak: string;
let elm: string;
let chatbotId: string;
const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);

beforeAll(async () => {
  service = await RunningService.start();
  cookie = await service.signIn();
  oak = await service.given.model('oak');
  elm = await service.given.model('elm');
  chatbotId = await service.given.chatbot('rank', 'duel');
});
afterAll(() => service.close());

/** The rows of a file. */
async function file(path: string): Promise<string[]> {
  const [, ...rows] = (await (await service.get(path, cookie)).text()).trimEnd().split('\r\n');
  return rows;
}

async function read<Body>(path: string): Promise<Body> {
  const response = await service.get(path, cookie);
  expect(response.status).toBe(200);
  return (await response.json()) as Body;
}

/** A run as of some hours ago, in which oak leads. */
async function rated(
  hoursAgo: number,
  rating: number,
  more: Partial<RatingRunEntity> = {},
): Promise<void> {
  const runId = newId();
  const time = new Date(hour.getTime() - hoursAgo * 3_600_000);
  await service.dataSource.getRepository(RatingRunEntity).insert({
    ...{ id: runId, scopeId: ALL_CHATBOTS, hour: time, computedAt: time, comparisons: 50 },
    ...{
      aBetter: 30,
      bBetter: 20,
      ties: 6,
      bothBad: 10,
      sameModel: 2,
      longerWon: 40,
      shorterWon: 10,
    },
    ...{ winnerCharacters: 5_000, loserCharacters: 2_500, tieParameter: null, groups: 1 },
    ...{ converged: true, rounds: 200, seed: 1, floor: 30 },
    ...more,
  });
  const row = { runId, ties: 0, bothBad: 5, groupNumber: 0, bounded: true };
  await service.dataSource.getRepository(RatingEntity).insert([
    {
      ...row,
      modelId: oak,
      modelVersion: 1,
      rating,
      low: 1_010,
      high: 1_090,
      rank: 1,
      averageRank: 1.4,
      wins: 30,
      losses: 20,
    },
    {
      ...row,
      modelId: elm,
      modelVersion: 1,
      rating: 950,
      low: 910,
      high: 990,
      rank: 2,
      averageRank: 1.6,
      wins: 20,
      losses: 30,
    },
    {
      ...row,
      modelId: elm,
      modelVersion: 2,
      bounded: false,
      rating: 2_000,
      low: 1_900,
      high: 2_000,
      rank: null,
      averageRank: 1,
      wins: 1,
      losses: 0,
    },
  ]);
  await service.dataSource.getRepository(RatingPairEntity).insert({
    ...{ runId, firstModelId: oak, firstVersion: 1, secondModelId: elm, secondVersion: 1 },
    ...{ firstWins: 30, secondWins: 20, ties: 0, bothBad: 10 },
  });
}

test('before anybody ranked anything there is no run', async () => {
  const empty = leaderboard.parse(await read('/api/leaderboard'));
  expect(empty).toMatchObject({ run: null, models: [], pairs: [], votes: [] });
  expect(empty.rankings.aShare).toBeNull();
  expect(leaderboard.parse(await read('/api/leaderboard?chatbot=nobody')).run).toBeNull();
});

test('rankings are counted before they are rated, and the next run is told while some wait', async () => {
  const ranked = (chatbot: string, day: Date, rankings: number) =>
    service.dataSource.getRepository(StatsDaySubtotalEntity).insert({
      ...{ bucket: day, chatbotId: chatbot, modelId: EVERY, mode: EVERY_MODE },
      ...{ aBetter: rankings - 3, bBetter: 1, ties: 1, bothBad: 1 },
    });
  const yesterday = new Date(hour.getTime() - 86_400_000);
  await Promise.all([ranked(EVERY, hour, 20), ranked(EVERY, yesterday, 46)]);
  await ranked(chatbotId, hour, 5);
  const progress = async (scope = '') =>
    leaderboard.parse(await read(`/api/leaderboard${scope}`)).progress;

  // Nobody has scheduled anything here yet.
  expect(await progress()).toEqual({ counted: 66, rated: 0, nextRunAt: null });
  const producer = new Producer(
    maintenanceQueue,
    service.app.get<QueueBackend>(QUEUE_BACKEND, { strict: false }),
  );
  await producer.schedule('refresh_ratings', 3_600_000, { task: 'refresh_ratings' });
  const next = await producer.nextRun('refresh_ratings');
  await producer.close();

  expect(next).toBeInstanceOf(Date);
  expect(await progress('?chatbot=duel')).toEqual({
    ...{ counted: 5, rated: 0, nextRunAt: next?.toISOString() },
  });
  await rated(30, 1_020);
  await rated(0, 1_050);
  expect(await progress()).toEqual({ counted: 66, rated: 66, nextRunAt: null });
  expect(await progress('?chatbot=duel')).toMatchObject({ counted: 5, rated: 0 });
});

test('the latest run, with intervals and reasons', async () => {
  await service.dataSource.getRepository(StatsDayEntity).insert({
    ...{ bucket: hour, chatbotId, modelId: oak, mode: 'vote', votesUp: 8, votesDown: 2 },
  });

  const board = leaderboard.parse(await read<Leaderboard>('/api/leaderboard'));

  expect(board.run).toMatchObject({
    comparisons: 50,
    sameModel: 2,
    computedAt: hour.toISOString(),
  });
  expect(
    board.models.map(({ name, version, rank, unranked }) => [name, version, rank, unranked]),
  ).toEqual([
    ['oak', 1, 1, null],
    ['elm', 1, 2, null],
    ['elm', 2, null, 'not_enough_votes'],
  ]);
  // It has only won: a figure would be made up.
  expect(board.models[2]).toMatchObject({ rating: null, low: null, high: null, wins: 1 });
  expect(board.models.map(({ current }) => current)).toEqual([true, true, false]);
  expect(board.pairs).toMatchObject([
    { first: 0, second: 1, firstWins: 30, secondWins: 20, bothBad: 10 },
  ]);
  expect(board.pairs[0]?.firstShare).toEqual(wilsonInterval(30, 50));
  expect(board.rankings).toEqual({
    ...{ aBetter: 30, bBetter: 20, tie: 6, bothBad: 10 },
    aShare: wilsonInterval(30, 50),
    tieShare: wilsonInterval(6, 66),
    bothBadShare: wilsonInterval(10, 66),
    longerShare: wilsonInterval(40, 50),
    ...{ winnerCharacters: 100, loserCharacters: 50 },
  });
  expect(board.votes).toMatchObject([
    { name: 'oak', votesUp: 8, votesDown: 2, upShare: wilsonInterval(8, 10) },
  ]);
  expect(await file('/api/leaderboard/votes/csv')).toEqual([
    expect.stringMatching(/^oak,[^,]+,8,2,0\.8,0\.\d+,0\.\d+$/),
  ]);
  expect(await file('/api/leaderboard/votes/csv?chatbot=nobody')).toEqual([]);
});

test('a chatbot has a run of its own, and with it its own sides, ties and lengths', async () => {
  await service.given.chatbot('rank', 'unrated');
  await rated(0, 1_010, {
    scopeId: chatbotId,
    ...{ comparisons: 9, aBetter: 2, bBetter: 6, ties: 1, bothBad: 3 },
    ...{ longerWon: 1, shorterWon: 5, winnerCharacters: 240, loserCharacters: 800 },
  });

  const board = leaderboard.parse(await read<Leaderboard>('/api/leaderboard?chatbot=duel'));

  expect(board.run).toMatchObject({ comparisons: 9 });
  expect(board.models[0]).toMatchObject({ name: 'oak', rating: 1_010 });
  expect(board.rankings).toEqual({
    ...{ aBetter: 2, bBetter: 6, tie: 1, bothBad: 3 },
    aShare: wilsonInterval(2, 8),
    tieShare: wilsonInterval(1, 12),
    bothBadShare: wilsonInterval(3, 12),
    longerShare: wilsonInterval(1, 6),
    ...{ winnerCharacters: 30, loserCharacters: 100 },
  });
  expect(leaderboard.parse(await read('/api/leaderboard')).run).toMatchObject({ comparisons: 50 });
  const unrated = leaderboard.parse(await read('/api/leaderboard?chatbot=unrated'));
  expect(unrated).toMatchObject({ run: null, rankings: { aBetter: 0, aShare: null } });
});

test('the history by hour within a week, by day beyond', async () => {
  type History = { step: string; models: { name: string; points: { rating: number }[] }[] };
  const hourly = await read<History>('/api/leaderboard/history?days=7');
  expect(hourly.step).toBe('hour');
  expect(hourly.models.map(({ name }) => name)).toEqual(['elm', 'oak']);
  expect(hourly.models[1]?.points.map(({ rating }) => rating)).toEqual([1_020, 1_050]);
  expect((await read<History>('/api/leaderboard/history?days=1')).models[1]?.points).toHaveLength(
    1,
  );
  expect((await read<History>('/api/leaderboard/history?days=30')).step).toBe('day');
  const points = (days: number) => file(`/api/leaderboard/history/csv?days=${days}`);
  expect(await points(7)).toHaveLength(
    hourly.models.reduce((sum, model) => sum + model.points.length, 0),
  );
  expect((await points(1)).length).toBeLessThan((await points(7)).length);
});

test('a cell opens its battles, whichever side a model stood on', async () => {
  const { given } = service;
  const rank = async (models: string[], outcome: 'a_better' | 'b_better' | 'tie' | 'both_bad') => {
    const { id } = await given.conversation({ chatbotId });
    const turn = await given.turn({ mode: 'rank', conversationId: id, modelIds: models });
    await service.app.get(FeedbackService).record(rankingOf(turn, outcome));
    return id;
  };
  const won = await rank([oak, elm], 'a_better');
  const wonOnB = await rank([elm, oak], 'b_better');
  const lost = await rank([oak, elm], 'b_better');
  const bad = await rank([elm, oak], 'both_bad');
  await rank([oak, oak], 'a_better');

  type Page = { total: number; items: Battle[]; nextCursor: string | null };
  const asked = '/api/leaderboard/battles?first=oak&firstVersion=1&second=elm&secondVersion=1';
  const ids = async (more = '') =>
    (await read<Page>(asked + more)).items.map((row) => row.conversationId);

  expect((await ids()).sort()).toEqual([won, wonOnB, lost, bad].sort());
  expect((await ids('&won=first')).sort()).toEqual([won, wonOnB].sort());
  expect(await ids('&won=second')).toEqual([lost]);
  expect(await ids('&won=both_bad')).toEqual([bad]);
  expect(await ids('&won=tie')).toEqual([]);
  expect((await ids('&chatbot=nobody')).length).toBe(0);

  const first = await read<Page>(`${asked}&limit=3`);
  expect(first).toMatchObject({ total: 4 });
  const second = await read<Page>(`${asked}&limit=3&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map((row) => row.conversationId)).toEqual(await ids());
  expect(second.nextCursor).toBeNull();
  const onB = (await read<Page>(`${asked}&won=first`)).items.find(
    (row) => row.conversationId === wonOnB,
  );
  expect(onB?.sides.map(({ name }) => name)).toEqual(['elm', 'oak']);

  // Against any other model: those of this pair, one more, and not the one of oak against itself.
  const ash = await given.model('ash-tree');
  const wonElsewhere = await rank([ash, oak], 'b_better');
  const alone = '/api/leaderboard/battles?first=oak&firstVersion=1';
  const of = async (more = '') => {
    const { items, total } = await read<Page>(alone + more);
    expect(items).toHaveLength(total);
    return items.map((row) => row.conversationId).sort();
  };
  expect(await of()).toEqual([won, wonOnB, lost, bad, wonElsewhere].sort());
  expect(await of('&won=first')).toEqual([won, wonOnB, wonElsewhere].sort());
  expect(await of('&won=second')).toEqual([lost]);
  const elsewhere = (await read<Page>(`${alone}&won=first`)).items.find(
    (row) => row.conversationId === wonElsewhere,
  );
  expect(elsewhere?.sides.map(({ name }) => name)).toEqual(['ash-tree', 'oak']);
});

test('battles of a model that is not there are not found', async () => {
  const response = await service.get(
    '/api/leaderboard/battles?first=ash&firstVersion=1&second=elm&secondVersion=1',
    cookie,
  );
  expect(response.status).toBe(404);
  expect(problem.parse(await response.json()).code).toBe('model_not_found');
});
