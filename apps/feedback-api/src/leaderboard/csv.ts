import type { Battle, Contestant, Leaderboard } from '@koi/contracts';

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
