import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listLatestEvents, overview, type BreakdownRow, type SeriesPoint } from '@koi/contracts';
import { createDataSource, NO_MODEL, latencyQuantile, Transactions } from '@koi/database';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { Given, rankingOf, voteOn, wordsOn } from '../../test/given.js';
import { giveRollups } from '../../test/given-rollups.js';
import { silentFeedback } from '../../test/silent-feedback.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';
import { wilsonInterval } from './wilson-interval.js';

let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let statistics: StatisticsService;
let chatbotId: string;
let otherChatbotId: string;
let modelId: string;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url });
  await dataSource.initialize();
  given = new Given(dataSource);
  statistics = new StatisticsService(new StatisticsRepository(new Transactions(dataSource)));
  chatbotId = await given.chatbot('vote', 'asked');
  otherChatbotId = await given.chatbot('rank', 'other');
  modelId = await given.model();
  await fillRollups();
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const START = Date.UTC(2026, 2, 28);
const MINUTES = 3 * 24 * 60;

/** What happens in a minute of three days, across the change to summer time in Europe; `bot` is 0 or 1. */
const happened = (index: number, bot: number) => ({
  ofNoModel: {
    ...{ turns: index % 3, conversations: 1 },
    ...{ a_better: index % 4, b_better: index % 2, ties: 1, both_bad: 1 },
  },
  ofModel: {
    ...{ votes_up: index % 5, votes_down: 1 },
    ...{ candidates: 4, failed_candidates: index % 3, ttft_ms_sum: 20 + (index % 11) },
    ...{ eur: 0.001, stalled: 1 },
  },
  // By the minute, the hour and the chatbot, so that no part of a merged histogram stands for another.
  ttft: [
    { bin: 30 + (index % 7) + 4 * (Math.floor(index / 60) % 5) + 3 * bot, count: 1 + (index % 3) },
    { bin: 60 + (index % 4), count: index % 2 },
  ],
});

async function fillRollups(): Promise<void> {
  const rows = [chatbotId, otherChatbotId].flatMap((id, bot) =>
    Array.from({ length: MINUTES }, (_, index) => {
      const { ofNoModel, ofModel, ttft } = happened(index, bot);
      const bucket = new Date(START + index * 60_000);
      const key = { bucket, chatbotId: id, mode: 'vote' as const };
      return [
        { ...key, modelId: NO_MODEL, amounts: ofNoModel, ttft: [] },
        { ...key, modelId, amounts: ofModel, ttft },
      ];
    }).flat(),
  );
  await giveRollups(dataSource, rows, new Date(START));
}

/** The same by counting minute by minute, and latencies one by one. */
function bruteForce(from: Date, to: Date, bots: readonly number[] = [0]) {
  const counted = {
    ...{ turns: 0, minutes: 0, aBetter: 0, bBetter: 0, votesUp: 0, failed: 0, ttftMsSum: 0 },
  };
  const bins: number[] = [];
  for (let index = 0; index < MINUTES; index += 1) {
    const at = START + index * 60_000;
    if (at < from.getTime() || at >= to.getTime()) continue;
    for (const bot of bots) {
      const { ofNoModel, ofModel, ttft } = happened(index, bot);
      counted.minutes += 1;
      counted.turns += ofNoModel.turns;
      counted.aBetter += ofNoModel.a_better;
      counted.bBetter += ofNoModel.b_better;
      counted.votesUp += ofModel.votes_up;
      counted.failed += ofModel.failed_candidates;
      counted.ttftMsSum += ofModel.ttft_ms_sum;
      for (const { bin, count } of ttft) bins.push(...new Array<number>(count).fill(bin));
    }
  }
  bins.sort((one, other) => one - other);
  const quantile = (share: number): number => {
    const bin = bins[Math.ceil(share * bins.length) - 1] ?? NaN;
    return latencyQuantile([{ bin, count: 1 }], 1) ?? NaN;
  };
  return {
    ...counted,
    ttft: { p50: quantile(0.5), p95: quantile(0.95), count: bins.length },
    upRate: wilsonInterval(counted.votesUp, counted.votesUp + counted.minutes),
    failureRate: wilsonInterval(counted.failed, 4 * counted.minutes),
  };
}

const iso = (text: string): string => new Date(text).toISOString();
const total = (points: readonly SeriesPoint[], field: 'turns' | 'votesUp'): number =>
  points.reduce((sum, point) => sum + point[field], 0);

test.each([
  ['2026-03-28T05:17:00Z', '2026-03-29T18:43:00Z'],
  ['2026-03-28T05:17:30Z', '2026-03-28T05:42:10Z'],
  ['2026-03-28T05:00:00Z', '2026-03-28T07:00:00Z'],
  ['2026-03-28T05:59:00Z', '2026-03-28T06:01:00Z'],
  ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
])('the overview from %s to %s is what counting minutes gives', async (from, to) => {
  const expected = bruteForce(new Date(from), new Date(to));
  const { aBetter, bBetter } = expected;
  const rankings = aBetter + bBetter + 2 * expected.minutes;

  const counted = await statistics.overview({ from, to, chatbot: 'asked' });

  expect(overview.parse(counted)).toMatchObject({
    turns: expected.turns,
    conversations: expected.minutes,
    votesUp: expected.votesUp,
    votesDown: expected.minutes,
    upRate: expected.upRate,
    candidates: 4 * expected.minutes,
    failedCandidates: expected.failed,
    failureRate: expected.failureRate,
    rankings: { aBetter, bBetter, tie: expected.minutes, bothBad: expected.minutes },
    rankingShares: {
      aBetter: wilsonInterval(aBetter, rankings),
      bBetter: wilsonInterval(bBetter, rankings),
      tie: wilsonInterval(expected.minutes, rankings),
      bothBad: wilsonInterval(expected.minutes, rankings),
    },
    ttftMsMean: expect.closeTo(expected.ttftMsSum / expected.ttft.count, 6),
    ttft: expected.ttft,
    duration: null,
    cost: [{ currency: 'EUR', amount: expect.closeTo(expected.minutes / 1_000, 6) }],
    errors: [{ key: 'stalled', count: expected.minutes }],
    updatedAt: iso('2026-03-28'),
  });
});

test('without a chatbot all are counted; without activity there are no rates', async () => {
  const all = await statistics.overview({});
  const one = await statistics.overview({ chatbot: 'asked' });
  const none = await statistics.overview({ chatbot: 'nobody' });

  expect(all.turns).toBe(2 * one.turns);
  expect(none).toMatchObject({ turns: 0, upRate: null, ttftMsMean: null, updatedAt: null });
});

test('participants are counted once, however much they write', async () => {
  const conversation = await given.conversation({ chatbotId });
  for (const createdAt of ['2026-04-01T10:00:00Z', '2026-04-01T10:00:30Z', '2026-04-02T10:00:00Z'])
    await given.turn({
      mode: 'vote',
      conversationId: conversation.id,
      createdAt: new Date(createdAt),
    });

  const count = async (from: string, to: string, chatbot = 'asked'): Promise<number> =>
    (await statistics.overview({ from, to, chatbot })).participants;
  expect(await count('2026-04-01T00:00:00Z', '2026-04-03T00:00:00Z')).toBe(1);
  expect(await count('2026-04-01T00:00:00Z', '2026-04-03T00:00:00Z', 'other')).toBe(0);
  expect(await count('2026-04-03T00:00:00Z', '2026-04-04T00:00:00Z')).toBe(0);
});

test('people of any span are those whose messages stand in it', async () => {
  // Around the turn of a month and of hours; each in a chatbot and mode of their own.
  const start = Date.UTC(2027, 3, 29, 22, 30);
  const people = await Promise.all([1, 2, 3, 4].map(() => given.participant()));
  const bots = await Promise.all(['who-1', 'who-2'].map((slug) => given.chatbot('vote', slug)));
  const sent = Array.from({ length: 40 }, (_, index) => ({
    at: new Date(start + ((index * 7_919) % 4_500) * 60_000 + index * 700),
    person: people[index % 4] ?? '',
    bot: index % 3 === 0 ? 1 : 0,
    mode: index % 5 === 0 ? ('rank' as const) : ('vote' as const),
  }));
  for (const { at: createdAt, person, bot, mode } of sent) {
    const talk = await given.conversation({ chatbotId: bots[bot], participantId: person });
    await given.turn({ mode, conversationId: talk.id, createdAt });
  }
  await dataSource.query(`update participant set excluded_at = now() where id = $1`, [people[3]]);

  const minute = fc.integer({ min: -120, max: 4_620 });
  await fc.assert(
    fc.asyncProperty(
      minute,
      minute,
      fc.constantFrom(undefined, 'vote', 'rank'),
      fc.constantFrom(undefined, 0, 1),
      async (one, other, mode, bot) => {
        fc.pre(one !== other);
        const [from, to] = [Math.min(one, other), Math.max(one, other)].map(
          (offset) => new Date(start + offset * 60_000),
        );
        const expected = sent.filter(
          (message) =>
            message.at >= from! &&
            message.at < to! &&
            message.person !== people[3] &&
            (mode === undefined || message.mode === mode) &&
            (bot === undefined || message.bot === bot),
        );
        const { participants } = await statistics.overview({
          from: from!.toISOString(),
          to: to!.toISOString(),
          ...(mode ? { mode } : {}),
          ...(bot === undefined ? {} : { chatbot: `who-${bot + 1}` }),
        });
        expect(participants).toBe(new Set(expected.map(({ person }) => person)).size);
      },
    ),
    { numRuns: 60 },
  );
});

test('the day on which clocks change has 23 hours, and every point is there', async () => {
  const { points } = await statistics.series({
    from: '2026-03-29T00:00:00+01:00',
    to: '2026-03-30T00:00:00+02:00',
    step: 'hour',
    timeZone: 'Europe/Berlin',
    chatbot: 'asked',
  });

  expect(points).toHaveLength(23);
  expect(points[0]?.time).toBe('2026-03-28T23:00:00.000Z');
  expect(points.map(({ conversations }) => conversations)).toEqual(Array(23).fill(60));
});

test.each([
  ['day', 'Europe/Berlin', 4],
  ['day', 'Asia/Kolkata', 4],
  ['hour', 'Asia/Kolkata', 73],
  ['hour', 'UTC', 72],
  ['day', 'UTC', 3],
] as const)('a series by the %s in %s adds up to the overview', async (step, timeZone, length) => {
  const range = { from: '2026-03-28T00:00:00Z', to: '2026-03-31T00:00:00Z', chatbot: 'asked' };

  const { points } = await statistics.series({ ...range, step, timeZone });

  const whole = await statistics.overview(range);
  expect(points).toHaveLength(length);
  expect(total(points, 'turns')).toBe(whole.turns);
  expect(total(points, 'votesUp')).toBe(whole.votesUp);
});

test('where clocks are half an hour off, hours begin at half past of UTC', async () => {
  const { points } = await statistics.series({
    from: '2026-03-28T01:00:00Z',
    to: '2026-03-28T04:00:00Z',
    step: 'hour',
    timeZone: 'Asia/Kolkata',
    chatbot: 'asked',
  });

  expect(points[0]?.time).toBe('2026-03-28T00:30:00.000Z');
  expect(points.map(({ conversations }) => conversations)).toEqual([30, 60, 60, 30]);
});

test('days begin at midnight of the time zone asked for', async () => {
  const { points } = await statistics.series({
    from: '2026-03-28T12:00:00Z',
    to: '2026-03-30T12:00:00Z',
    step: 'day',
    timeZone: 'Europe/Berlin',
  });

  expect(points.map(({ time }) => time)).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
});

test('buckets without activity are there with zeros', async () => {
  const { points } = await statistics.series({
    from: '2026-03-30T23:58:00Z',
    to: '2026-03-31T00:03:00Z',
    step: 'minute',
    timeZone: 'UTC',
    chatbot: 'asked',
  });

  expect(points.map(({ conversations, rankings }) => [conversations, rankings])).toEqual([
    [1, 4],
    [1, 6],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('without activity a series without a beginning is empty', async () => {
  expect(await statistics.series({ step: 'day', timeZone: 'UTC', chatbot: 'nobody' })).toEqual({
    step: 'day',
    points: [],
  });
});

test('too long a series is refused with the number of its points', async () => {
  const asked = statistics.series({
    from: '2026-01-01T00:00:00Z',
    to: '2026-02-01T00:00:00Z',
    step: 'minute',
    timeZone: 'UTC',
  });

  await expect(asked).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(asked).rejects.toThrow(/44640 points by the minute, and 2000 is the most/);
});

test.each(['Mars/Olympus', '+02:00', '', "UTC'; drop"])(
  'the time zone "%s" is refused',
  async (timeZone) => {
    await expect(statistics.series({ step: 'day', timeZone })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  },
);

test('a range that ends before it begins is refused', async () => {
  const range = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };

  await expect(statistics.overview(range)).rejects.toThrow(/later than from/);
});

test('filters can name every chatbot and model', async () => {
  const { chatbots, models } = await statistics.filterChoices();

  expect(chatbots).toContainEqual({ slug: 'other', title: 'other', feedbackMode: 'rank' });
  expect(models.map(({ label }) => label)).toContainEqual(expect.stringContaining('Label of'));
});

test('numbers by chatbot and by model add up to the overview', async () => {
  const range = { from: '2026-03-28T05:17:00Z', to: '2026-03-30T18:43:00Z' };
  const whole = await statistics.overview(range);

  for (const by of ['chatbot', 'model'] as const) {
    const { rows } = await statistics.breakdown({ ...range, by });
    const sum = (of: (row: BreakdownRow) => number) =>
      rows.reduce((total, row) => total + of(row), 0);
    expect(sum((row) => row.votesUp)).toBe(whole.votesUp);
    expect(sum((row) => row.cost[0]?.amount ?? 0)).toBeCloseTo(whole.cost[0]?.amount ?? 0, 6);
    expect(sum((row) => row.turns)).toBe(by === 'chatbot' ? whole.turns : 0);
    expect(sum((row) => row.ttft?.count ?? 0)).toBe(whole.ttft?.count);
    const bots = { chatbot: [[0], [1]], model: [[0, 1]] }[by];
    const [from, to] = [new Date(range.from), new Date(range.to)];
    expect(rows.map(({ ttft, upRate, failureRate }) => ({ ttft, upRate, failureRate }))).toEqual(
      bots.map((each) => {
        const { ttft, upRate, failureRate } = bruteForce(from, to, each);
        return { ttft, upRate, failureRate };
      }),
    );
  }
});

test('a filter by model or mode leaves the rest out', async () => {
  const [{ name } = { name: '' }] = await dataSource.query<{ name: string }[]>(
    `select name from model where id = $1`,
    [modelId],
  );

  const byModel = await statistics.overview({ model: name });

  expect(byModel).toMatchObject({ turns: 0, participants: 0, votesDown: 2 * MINUTES });
  expect(await statistics.overview({ mode: 'rank' })).toMatchObject({ turns: 0, votesDown: 0 });
  expect(await statistics.overview({ model: 'nobody' })).toMatchObject({
    votesDown: 0,
    ttft: null,
  });
});

test('a series has latencies and the up-rate with its interval', async () => {
  const range = { from: '2026-03-28T05:00:00Z', to: '2026-03-28T08:00:00Z', chatbot: 'asked' };

  const { points } = await statistics.series({ ...range, step: 'hour', timeZone: 'Europe/Berlin' });

  const hours = [5, 6, 7].map((hour) =>
    bruteForce(new Date(`2026-03-28T0${hour}:00:00Z`), new Date(`2026-03-28T0${hour + 1}:00:00Z`)),
  );
  expect(points).toEqual(
    hours.map(({ ttft, upRate, failed }) =>
      expect.objectContaining({
        ...{ ttft, upRate, candidates: 240, failedCandidates: failed },
        cost: [{ currency: 'EUR', amount: expect.closeTo(0.06, 6) }],
      }),
    ),
  );
  expect(new Set(points.map(({ ttft }) => ttft?.p50)).size).toBe(3);
});

test('the latest events come newest first, with what happened, and can be narrowed', async () => {
  const moment = (minute: number): Date => new Date(Date.UTC(2027, 0, 1, 10, minute));
  const conversationId = (
    await given.conversation({ chatbotId: await given.chatbot('vote', 'eventful') })
  ).id;
  const modelIds = [await given.model('stumbler'), await given.model('steady')];
  const say = (mode: 'vote' | 'rank', minute: number, models = modelIds) =>
    given.turn({ mode, conversationId, modelIds: models, createdAt: moment(minute) });
  // What is told last is not what was made last, and no kind comes all at once.
  const failed = await say('vote', 4);
  const voted = await say('vote', 1, modelIds.slice(1));
  const ranked = await say('rank', 2);
  await dataSource.query(
    `update candidate set state = 'failed', failure_kind = 'stalled', created_at = $2, ended_at = $3 where turn_id = $1`,
    [failed.turnId, moment(4), moment(6)],
  );
  const feedback = silentFeedback(dataSource);
  const candidateId = voted.candidateIds[0] ?? '';
  await feedback.record(rankingOf(ranked, 'b_better', { acceptedAt: moment(5) }));
  await feedback.record(voteOn({ ...voted, candidateId }, 'up', { acceptedAt: moment(3) }));
  await feedback.record(
    wordsOn({ ...voted, candidateId }, 'comment', 'Well.', { acceptedAt: moment(7) }),
  );
  const places = new Map([failed, voted, ranked].map(({ turnId }, place) => [turnId, place]));
  const events = async (filter: object) => {
    const asked = listLatestEvents.query!.parse({ chatbot: 'eventful', ...filter });
    const told = listLatestEvents.response!.parse(await statistics.latestEvents(asked));
    return told.events.map(({ kind, value, turnId, at, model }) => [
      ...[kind, value, places.get(turnId), new Date(at).getUTCMinutes(), model],
    ]);
  };
  const comment = ['comment', 'given', 1, 7, 'steady'];
  const failure = ['answer_failed', 'stalled', 0, 6, 'stumbler'];
  const ranking = ['ranking', 'b_better', 2, 5, null];
  const vote = ['vote', 'up', 1, 3, 'steady'];
  const message = (place: number, minute: number) => ['message', null, place, minute, null];

  expect(await events({})).toEqual([
    ...[comment, failure, ranking, message(0, 4), vote, message(2, 2), message(1, 1)],
  ]);
  expect(await events({ limit: 3 })).toEqual([comment, failure, ranking]);
  expect(await events({ messages: 'false' })).toEqual([comment, failure, ranking, vote]);
  expect(await events({ model: 'steady' })).toEqual([comment, vote]);
  expect(await events({ model: 'stumbler' })).toEqual([failure]);
  expect(await events({ model: 'nobody' })).toEqual([]);
  expect(await events({ mode: 'rank' })).toEqual([ranking, message(2, 2)]);
  // The minutes of the comment, the ranking and the vote are to be counted.
  expect(await statistics.state()).toEqual({ dirtyMinutes: 3, check: null });
});
