import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  ALL_CHATBOTS,
  createDataSource,
  RatingEntity,
  RatingPairEntity,
  RatingRunEntity,
  Transactions,
} from '@koi/database';
import { createLogger } from '@koi/observability';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { RECORDS_TOPIC, type RankingChoice } from '@koi/contracts';
import type { DataSource } from 'typeorm';
import { Given } from '../../test/given.js';
import { RATING_SETTINGS } from './rate-models.js';
import { RatingsRepository } from './ratings.repository.js';
import { RatingsService } from './ratings.service.js';

// Real: Postgres, repository, service.
let database: TestDatabase;
let dataSource: DataSource;
let given: Given;
let ratings: RatingsService;
/** What the open dashboards were told. */
const told: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 4 });
  await dataSource.initialize();
  given = new Given(dataSource);
  const transactions = new Transactions(dataSource);
  const relay = { publish: async (topic: string) => void told.push(topic) };
  const logger = createLogger({ service: 'test', level: 'silent' });
  ratings = new RatingsService(transactions, new RatingsRepository(transactions), relay, logger);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query(`truncate participant, chatbot, model, rating_run cascade`));

/** Rankings of two models by one chatbot: `b` is shown on the side B. */
async function rank(
  chatbotId: string,
  [a, b]: readonly [string, string],
  outcomes: readonly RankingChoice[],
  answers?: readonly [string, string],
): Promise<void> {
  for (const outcome of outcomes) {
    const turn = await given.turn({
      mode: 'rank',
      chatbotId,
      modelIds: [a, b],
      ...(answers ? { answers } : {}),
    });
    await given.feedback(turn, outcome);
  }
}

const runOf = (scopeId: string) =>
  dataSource.getRepository(RatingRunEntity).findOneByOrFail({ scopeId });
const ratingOf = (runId: string, modelId: string) =>
  dataSource.getRepository(RatingEntity).findOneByOrFail({ runId, modelId });

test('each chatbot is rated by its own rankings, and all together', async () => {
  const [oak, elm] = [await given.model('oak'), await given.model('elm')];
  const [first, second] = [
    await given.chatbot({ mode: 'rank' }),
    await given.chatbot({ mode: 'rank' }),
  ];
  await rank(first, [oak, elm], ['a_better', 'a_better', 'b_better', 'tie', 'both_bad', 'undo']);
  await rank(second, [elm, oak], ['a_better', 'b_better']);

  expect(await ratings.refresh()).toBe(3);

  expect(await runOf(first)).toMatchObject({
    comparisons: 4,
    aBetter: 2,
    bBetter: 1,
    ties: 1,
    bothBad: 1,
    sameModel: 0,
    groups: 1,
    converged: true,
    // What one needs to compute it again.
    ...RATING_SETTINGS,
  });
  const together = await runOf(ALL_CHATBOTS);
  expect(together.comparisons).toBe(6);
  // The closed form of 3 wins, 2 losses and 1 tie: "both bad" is no tie.
  expect(together.tieParameter).toBeCloseTo(1 / Math.sqrt(3 * 2), 4);
  const rating = await ratingOf(together.id, oak);
  expect(rating).toMatchObject({ wins: 3, losses: 2, ties: 1, bothBad: 1, rank: null });
  // The closed form of two models with ties.
  expect(rating.rating - 1_000).toBeCloseTo(((400 / Math.LN10) * Math.log(3 / 2)) / 2, 4);
  expect(rating.low).toBeLessThan(rating.rating);
  expect(rating.high).toBeGreaterThan(rating.rating);
  const [pair] = await dataSource.getRepository(RatingPairEntity).findBy({ runId: together.id });
  const oakFirst = pair?.firstModelId === oak;
  expect(pair).toMatchObject({
    firstWins: oakFirst ? 3 : 2,
    secondWins: oakFirst ? 2 : 3,
    ties: 1,
    bothBad: 1,
  });
});

test('two answers of one model compare no models, but sides and lengths', async () => {
  const oak = await given.model();
  const chatbot = await given.chatbot({ mode: 'rank' });
  await rank(chatbot, [oak, oak], ['a_better'], ['long answer', 'short']);

  await ratings.rebuild();

  expect(await runOf(chatbot)).toMatchObject({
    comparisons: 0,
    sameModel: 1,
    aBetter: 1,
    longerWon: 1,
    shorterWon: 0,
    winnerCharacters: 11,
    loserCharacters: 5,
  });
});

test('pairs of models that nothing connects are two groups', async () => {
  const [oak, elm, ash, fir] = [
    await given.model('oak'),
    await given.model('elm'),
    await given.model('ash'),
    await given.model('fir'),
  ];
  const chatbot = await given.chatbot({ mode: 'rank' });
  await rank(chatbot, [oak, elm], ['a_better', 'b_better']);
  await rank(chatbot, [ash, fir], ['a_better', 'b_better', 'tie']);

  await ratings.rebuild();

  const run = await runOf(chatbot);
  expect(run).toMatchObject({ comparisons: 5, groups: 2 });
  const groups = new Map<string, number>();
  for (const model of [oak, elm, ash, fir])
    groups.set(model, (await ratingOf(run.id, model)).groupNumber);
  expect(groups.get(oak)).toBe(groups.get(elm));
  expect(groups.get(ash)).toBe(groups.get(fir));
  expect([...new Set(groups.values())].sort()).toEqual([0, 1]);
});

test('a changed model is another contestant', async () => {
  const [oak, elm] = [await given.model(), await given.model()];
  const chatbot = await given.chatbot({ mode: 'rank' });
  await rank(chatbot, [oak, elm], ['a_better', 'b_better']);
  await dataSource.query(
    `update candidate set model_version = 2 where model_id = $1 and turn_id =
    (select turn_id from candidate where model_id = $1 order by id desc limit 1)`,
    [oak],
  );

  await ratings.rebuild();

  const { id } = await runOf(chatbot);
  const rows = await dataSource.getRepository(RatingEntity).findBy({ runId: id, modelId: oak });
  expect(rows.map(({ modelVersion }) => modelVersion).sort()).toEqual([1, 2]);
});

test('nothing new, nothing rated; an undone ranking is new', async () => {
  const [oak, elm] = [await given.model(), await given.model()];
  const chatbot = await given.chatbot({ mode: 'rank' });
  told.length = 0;
  expect(await ratings.refresh()).toBe(0);
  expect(told).toEqual([]);
  await rank(chatbot, [oak, elm], ['a_better']);
  expect(await ratings.refresh()).toBe(2);
  expect(told).toEqual([RECORDS_TOPIC]);
  // The minute before a run is looked at twice; let it pass.
  await dataSource.query(`update rating_run set computed_at = computed_at + interval '2 minutes'`);
  expect(await ratings.refresh()).toBe(0);

  await dataSource.query(`update current_feedback set value = 'undo'`);
  await ratings.rebuild();

  expect((await runOf(ALL_CHATBOTS)).comparisons).toBe(0);
  expect(await dataSource.getRepository(RatingRunEntity).countBy({ scopeId: ALL_CHATBOTS })).toBe(
    1,
  );
});

test('rankings of an excluded participant do not count, and count again once they are put back', async () => {
  const [oak, elm] = [await given.model(), await given.model()];
  const chatbot = await given.chatbot({ mode: 'rank' });
  await rank(chatbot, [oak, elm], ['a_better', 'b_better']);
  await ratings.rebuild();
  expect((await runOf(chatbot)).comparisons).toBe(2);
  await dataSource.query(`update rating_run set computed_at = computed_at + interval '2 minutes'`);

  await dataSource.query(
    `update participant set excluded_at = now() + interval '3 minutes'
     where id = (select participant_id from current_feedback limit 1)`,
  );
  expect(await ratings.refresh()).toBe(2);
  expect((await runOf(chatbot)).comparisons).toBe(1);
  await dataSource.query(`update rating_run set computed_at = computed_at + interval '9 minutes'`);
  expect(await ratings.refresh()).toBe(0);

  await dataSource.query(
    `update participant set excluded_at = null, put_back_at = now() + interval '12 minutes'
     where excluded_at is not null`,
  );

  expect(await ratings.refresh()).toBe(2);
  expect((await runOf(chatbot)).comparisons).toBe(2);
});

test('an hour keeps its last run; only the latest keeps its pairs', async () => {
  const [oak, elm] = [await given.model(), await given.model()];
  const chatbot = await given.chatbot({ mode: 'rank' });
  await rank(chatbot, [oak, elm], ['a_better']);
  await ratings.rebuild();
  await dataSource.query(
    `update rating_run set hour = hour - interval '1 hour', computed_at = computed_at - interval '1 hour'`,
  );
  expect(await ratings.refresh()).toBe(2);
  await ratings.rebuild();

  expect(await dataSource.getRepository(RatingRunEntity).countBy({ scopeId: chatbot })).toBe(2);
  expect(await dataSource.getRepository(RatingPairEntity).count()).toBe(2);
});

test('while another worker rates, nothing is done', async () => {
  const [oak, elm] = [await given.model(), await given.model()];
  await rank(await given.chatbot({ mode: 'rank' }), [oak, elm], ['a_better']);
  const transactions = new Transactions(dataSource);

  await transactions.run(async (tx) => {
    expect(await new RatingsRepository(transactions).lock(tx)).toBe(true);
    expect(await ratings.rebuild()).toBe(0);
  });

  expect(await ratings.rebuild()).toBe(2);
});
