import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { rankingOutcome } from '../terms.js';
import { defineRoute } from './define-route.js';
import { shareWithInterval } from './overview.js';
import { pageOf, pageQuery } from './paging.js';

const count = z.int().nonnegative();
const scope = z.object({ chatbot: slug.optional() });

/** One version of a model; a change of what it says makes another. */
export const contestant = z.object({
  name: z.string(),
  label: z.string(),
  version: z.int().positive(),
});
export type Contestant = z.infer<typeof contestant>;

/**
 * Why a model has no rank: fewer comparisons than the floor; its comparisons set no limit to its strength, as when it
 * never lost or never won; or nothing connects it with the largest group of models.
 */
export const unrankedReason = z.enum(['not_enough_votes', 'unbounded', 'not_connected']);
export type UnrankedReason = z.infer<typeof unrankedReason>;

export const leaderboardRow = contestant.extend({
  /** False for an earlier version of a model that has changed since. */
  current: z.boolean(),
  /** One more than the number of models whose interval lies wholly above; null with `unranked`. */
  rank: z.int().positive().nullable(),
  unranked: unrankedReason.nullable(),
  /**
   * Elo scale: 400 points are odds of ten to one, the mean is 1000; with the 95 % bootstrap interval. Null for a model
   * whose comparisons set no limit to its strength, as when it never lost or never won.
   */
  rating: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Mean place: 1 for a win, 2 for a loss, 1.5 for a tie; null without comparisons. */
  averageRank: z.number().nullable(),
  wins: count,
  losses: count,
  ties: count,
  bothBad: count,
});
export type LeaderboardRow = z.infer<typeof leaderboardRow>;

export const pairRow = z.object({
  /** Places in `models`. */
  first: count,
  second: count,
  firstWins: count,
  secondWins: count,
  ties: count,
  bothBad: count,
  /** Wins of the first among the comparisons one of the two won; null when there are none. */
  firstShare: shareWithInterval.nullable(),
});
export type PairRow = z.infer<typeof pairRow>;

export const leaderboard = z.object({
  /** Null before the first run. */
  run: z
    .object({
      computedAt: timestamp,
      comparisons: count,
      sameModel: count,
      /** Davidson's ν; null without ties, or where nothing limits it. */
      tieParameter: z.number().nullable(),
      /** More than one: some models were never compared, not even through others. */
      groups: count,
      converged: z.boolean(),
      rounds: z.int(),
      seed: z.int(),
      floor: z.int(),
    })
    .nullable(),
  /** How far the run is behind the rankings of the scope, which are counted within seconds. */
  progress: z.object({
    /** Rankings that count now, and those that the run has seen. Fewer now: some were taken back. */
    counted: count,
    rated: count,
    /** When ratings are computed next, in the past when that is overdue; null when no more is to be rated or nobody knows. */
    nextRunAt: timestamp.nullable(),
  }),
  models: z.array(leaderboardRow),
  pairs: z.array(pairRow),
  /** Of all rankings in the scope; shares are null without any. */
  rankings: z.object({
    aBetter: count,
    bBetter: count,
    tie: count,
    bothBad: count,
    /** "A" among rankings with a winner: far from a half, the place on the page speaks. */
    aShare: shareWithInterval.nullable(),
    tieShare: shareWithInterval.nullable(),
    bothBadShare: shareWithInterval.nullable(),
    /** The longer answer among winners of unequal length. */
    longerShare: shareWithInterval.nullable(),
    /** Mean characters of winners and of losers. */
    winnerCharacters: z.number().nullable(),
    loserCharacters: z.number().nullable(),
  }),
  /** Thumbs by model, from the rollups. */
  votes: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      votesUp: count,
      votesDown: count,
      upShare: shareWithInterval.nullable(),
    }),
  ),
});
export type Leaderboard = z.infer<typeof leaderboard>;

export const getLeaderboard = defineRoute({
  method: 'GET',
  path: '/api/leaderboard',
  summary: 'Stored ratings of models with intervals, who beat whom, and what may bias the votes.',
  tag: 'leaderboard',
  query: scope,
  response: leaderboard,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const ratingPoint = z.object({
  time: timestamp,
  rating: z.number(),
  low: z.number(),
  high: z.number(),
  rank: z.int().positive().nullable(),
});

const historyQuery = scope.extend({ days: z.coerce.number().int().min(1).max(366).default(30) });

export const getRatingHistory = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/history',
  summary: 'The ratings of each model as they were computed, the last of each step.',
  tag: 'leaderboard',
  query: historyQuery,
  response: z.object({
    step: z.enum(['hour', 'day']),
    models: z.array(contestant.extend({ points: z.array(ratingPoint) })),
  }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadRatingHistory = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/history/csv',
  summary: 'The ratings of each model as they were computed, as CSV (RFC 4180).',
  tag: 'leaderboard',
  query: historyQuery,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** One ranking of two models, as a cell of the win matrix opens it. */
export const battle = z.object({
  id: uuid,
  createdAt: timestamp,
  chatbot: slug,
  conversationId: uuid,
  outcome: rankingOutcome,
  /** The models as they stood on the page, A and B. */
  sides: z.tuple([contestant, contestant]),
  /** The first 200 characters. */
  promptExcerpt: z.string(),
});
export type Battle = z.infer<typeof battle>;

const version = z.coerce.number().int().positive();

const battleFilter = scope.extend({
  first: z.string().max(100),
  firstVersion: version,
  /** Left out: whoever stood beside the first. */
  second: z.string().max(100).optional(),
  secondVersion: version.optional(),
  /** Left out: all; `first` and `second` name the winner. */
  won: z.enum(['first', 'second', 'tie', 'both_bad']).optional(),
});

export const listBattles = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/battles',
  summary: 'Current rankings of one model, or of two against each other, the latest first.',
  tag: 'leaderboard',
  query: battleFilter.extend(pageQuery.shape),
  response: pageOf(battle).extend({ total: count }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'model_not_found'],
});

export const refreshRatings = defineRoute({
  method: 'POST',
  path: '/api/leaderboard/refresh',
  summary: 'Asks for new ratings now; they are computed in the background.',
  tag: 'leaderboard',
  status: 202,
  roles: ['admin'],
  response: z.object({ queued: z.literal(true) }),
  problems: ['unauthenticated', 'unavailable'],
});

export const downloadRatings = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/ratings/csv',
  summary: 'Stored ratings of models with intervals as CSV (RFC 4180).',
  tag: 'leaderboard',
  query: scope,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadModelVotes = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/votes/csv',
  summary: 'Thumbs by model with their Wilson intervals as CSV (RFC 4180).',
  tag: 'leaderboard',
  query: scope,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadPairs = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/pairs/csv',
  summary: 'Who beat whom, a row for each pair that was compared, as CSV (RFC 4180).',
  tag: 'leaderboard',
  query: scope,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadBattles = defineRoute({
  method: 'GET',
  path: '/api/leaderboard/battles/csv',
  summary:
    'Current rankings of one model, or of two against each other, as CSV (RFC 4180), the latest first, streamed.',
  tag: 'leaderboard',
  query: battleFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'model_not_found'],
});
