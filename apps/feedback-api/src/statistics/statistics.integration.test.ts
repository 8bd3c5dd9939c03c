import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listLatestEvents, overview, type BreakdownRow, type SeriesPoint } from '@koi/contracts';
import {
  createDataSource,
  NO_MODEL,
  latencyQuantile,
  EVERY,
  EVERY_MODE,
  StatsMinuteEntity,
  Transactions,
} from '@koi/database';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { Given } from '../../test/given.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';

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

/** Three days, across the change to summer time in Europe: in every minute m, `m % 3` turns and `m % 5` up votes. */
async function fillRollups(): Promise<void> {
  const minutes = Array.from({ length: MINUTES }, (_, index) => index);
  for (const id of [chatbotId, otherChatbotId]) {
    const rows = minutes.flatMap((index) => {
      const row = {
        bucket: new Date(START + index * 60_000),
        chatbotId: id,
        mode: 'vote' as const,
        computedAt: new Date(START),
      };
      return [
        { ...row, modelId: NO_MODEL, turns: index % 3, conversations: 1, ties: 1, bothBad: 1 },
        {
          ...row,
          modelId,
          votesUp: index % 5,
          votesDown: 1,
          ttftMsSum: 30,
          ttftCount: 2,
          ttftBins: [30, 60],
          ttftCounts: [1, 1],
          cost: { EUR: 0.001 },
          errors: { stalled: 1 },
        },
      ];
    });
    for (let start = 0; start < rows.length; start += 2_000)
      await dataSource.getRepository(StatsMinuteEntity).insert(rows.slice(start, start + 2_000));
  }
  const every = `'${EVERY}'::uuid`;
  const each = 'chatbot_id, model_id, mode';
  for (const [table, unit, from, keys] of [
    ['stats_hour', 'hour', 'stats_minute', [each]],
    ['stats_day', 'day', 'stats_hour', [each]],
    ...(['hour', 'day'] as const).map(
      (unit) =>
        [
          `stats_${unit}_subtotal`,
          unit,
          `stats_${unit}`,
          ['mode', `'${EVERY_MODE}'`].flatMap((mode) => [
            `${every}, ${every}, ${mode}`,
            `chatbot_id, ${every}, ${mode}`,
            `${every}, model_id, ${mode}`,
          ]),
        ] as const,
    ),
  ] as const)
    for (const key of keys)
      await dataSource.query(
        `insert into ${table}
           (bucket, chatbot_id, model_id, mode, turns, conversations, ties, both_bad, votes_up, votes_down, ttft_ms_sum,
            ttft_count, ttft_bins, ttft_counts, cost, errors, computed_at)
         select date_trunc('${unit}', bucket, 'UTC'), ${key}, sum(turns), sum(conversations), sum(ties),
                sum(both_bad), sum(votes_up), sum(votes_down), sum(ttft_ms_sum), sum(ttft_count),
                case when sum(ttft_count) > 0 then array[30, 60] else '{}' end,
                case when sum(ttft_count) > 0 then array[sum(ttft_count) / 2, sum(ttft_count) / 2]::int[] else '{}' end,
                case when sum(ttft_count) > 0 then jsonb_build_object('EUR', sum((cost ->> 'EUR')::numeric)) else '{}' end,
                case when sum(ttft_count) > 0 then jsonb_build_object('stalled', sum((errors ->> 'stalled')::numeric)) else '{}' end,
                max(computed_at)
         from ${from} group by 1, 2, 3, 4`,
      );
}

/** The same by counting minute by minute. */
function bruteForce(from: Date, to: Date): { turns: number; votesUp: number; minutes: number } {
  const counted = { turns: 0, votesUp: 0, minutes: 0 };
  for (let index = 0; index < MINUTES; index += 1) {
    const at = START + index * 60_000;
    if (at < from.getTime() || at >= to.getTime()) continue;
    counted.turns += index % 3;
    counted.votesUp += index % 5;
    counted.minutes += 1;
  }
  return counted;
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

  const counted = await statistics.overview({ from, to, chatbot: 'asked' });

  expect(overview.parse(counted)).toMatchObject({
    turns: expected.turns,
    conversations: expected.minutes,
    votesUp: expected.votesUp,
    votesDown: expected.minutes,
    rankings: { aBetter: 0, bBetter: 0, tie: expected.minutes, bothBad: expected.minutes },
    ttftMsMean: 15,
    ttft: {
      p50: latencyQuantile([{ bin: 30, count: 1 }], 0.5),
      p95: latencyQuantile([{ bin: 60, count: 1 }], 0.95),
      count: 2 * expected.minutes,
    },
    duration: null,
    rankingShares: { tie: { value: 0.5 }, aBetter: { value: 0 } },
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
    [1, 2],
    [1, 2],
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
    expect(rows.map(({ ttft }) => ttft?.p95)).toEqual(rows.map(() => whole.ttft?.p95));
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
  const { points } = await statistics.series({
    from: '2026-03-28T05:00:00Z',
    to: '2026-03-28T06:00:00Z',
    step: 'hour',
    timeZone: 'Europe/Berlin',
    chatbot: 'asked',
  });

  const whole = await statistics.overview({
    from: '2026-03-28T05:00:00Z',
    to: '2026-03-28T06:00:00Z',
    chatbot: 'asked',
  });
  expect(points).toEqual([
    expect.objectContaining({
      ttft: whole.ttft,
      upRate: whole.upRate,
      cost: [{ currency: 'EUR', amount: expect.closeTo(0.06, 6) }],
    }),
  ]);
});

test('the latest events come newest first, with what happened, and can be narrowed', async () => {
  const chatbot = await given.chatbot('vote', 'eventful');
  const model = await given.model('stumbler');
  const turn = await given.turn({
    mode: 'vote',
    modelIds: [model],
    conversationId: (await given.conversation({ chatbotId: chatbot })).id,
  });
  await dataSource.query(
    `update candidate set state = 'failed', failure_kind = 'stalled' where turn_id = $1`,
    [turn.turnId],
  );
  const kinds = async (filter: object) => {
    const { events } = await statistics.latestEvents(
      listLatestEvents.query!.parse({ chatbot: 'eventful', ...filter }),
    );
    return events.map(({ kind, value, turnId }) => [kind, value, turnId === turn.turnId]);
  };
  const failure = ['answer_failed', 'stalled', true];

  expect(await kinds({})).toEqual(expect.arrayContaining([failure, ['message', null, true]]));
  expect(await kinds({ messages: 'false' })).toEqual([failure]);
  expect(await kinds({ model: 'stumbler' })).toEqual([failure]);
  expect(await kinds({ model: 'nobody' })).toEqual([]);
  expect(await kinds({ mode: 'rank' })).toEqual([]);
  expect(await statistics.state()).toEqual({ dirtyMinutes: 0, check: null });
});
