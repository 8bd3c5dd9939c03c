import type { Battle, Contestant, getRatingHistory, Leaderboard, ResponseOf } from '@koi/contracts';

const named = ({ name, version }: Contestant): string => `${name} v${version}`;

export const pairColumns = [
  'first',
  'second',
  'firstWins',
  'secondWins',
  'ties',
  'bothBad',
  'firstShare',
  'firstShareLow',
  'firstShareHigh',
] as const;

/** One row a pair that was compared; each cell of the win matrix is one of them, or its mirror. */
export const pairCsvRows = ({ models, pairs }: Leaderboard) =>
  pairs.map(({ first, second, firstShare, ...counts }) => ({
    ...counts,
    first: nameAt(models, first),
    second: nameAt(models, second),
    firstShare: firstShare?.value,
    firstShareLow: firstShare?.low,
    firstShareHigh: firstShare?.high,
  }));

const nameAt = (models: readonly Contestant[], place: number): string => {
  const model = models[place];
  return model ? named(model) : '';
};

export const voteColumns = [
  'name',
  'label',
  'votesUp',
  'votesDown',
  'upShare',
  'upShareLow',
  'upShareHigh',
] as const;

export const voteCsvRows = (votes: Leaderboard['votes']) =>
  votes.map(({ upShare, ...row }) => ({
    ...row,
    upShare: upShare?.value,
    upShareLow: upShare?.low,
    upShareHigh: upShare?.high,
  }));

export const historyColumns = [
  'time',
  'name',
  'label',
  'version',
  'rating',
  'low',
  'high',
  'rank',
] as const;

/** One row a model and time, models one after another. */
export const historyCsvRows = (models: ResponseOf<typeof getRatingHistory>['models']) =>
  models.flatMap(({ points, ...model }) => points.map((point) => ({ ...model, ...point })));

export const battleColumns = [
  'id',
  'createdAt',
  'chatbot',
  'a',
  'b',
  'outcome',
  'message',
  'conversationId',
] as const;

export async function* battleCsvRows(battles: AsyncIterable<Battle>) {
  for await (const { sides, promptExcerpt, ...row } of battles)
    yield { ...row, a: named(sides[0]), b: named(sides[1]), message: promptExcerpt };
}
