import type { Change } from '@koi/contracts/http';

/** The first part of the key of every query whose numbers come from the rollups. */
export const STATISTICS = 'statistics';

/** Queries of single messages, answers and feedback, by the first part of their keys. Nobody of the team changes these. */
const ROWS = [
  ...['feedback', 'feedback-facets', 'conversations', 'conversation', 'turns', 'candidates'],
  'battles',
];
/** Queries that count such rows, of what the team changes. */
const COUNTS = [
  ...['participants', 'invites', 'api-keys', 'feedback-intake', 'refused-feedback'],
  'leaderboard',
];

/** What must be told of a query. */
export interface ToldQuery {
  readonly queryKey: readonly unknown[];
  readonly state: { readonly data?: unknown };
}

const isOneOf = (names: readonly string[], { queryKey: [name] }: ToldQuery): boolean =>
  typeof name === 'string' && names.includes(name);

/** Numbers of the rollups, which are asked for again more often than lists. */
export const isNumber = (query: ToldQuery): boolean => isOneOf([STATISTICS], query);

/** Whether a list or a record may have other contents after a change. */
export function isTold(change: Change, query: ToldQuery): boolean {
  // Rows that come while older ones are read would push those away.
  if (isNumber(query) || hasOlderPages(query)) return false;
  return change === 'statistics' ? isOneOf([...ROWS, ...COUNTS], query) : !isOneOf(ROWS, query);
}

function hasOlderPages({ state: { data } }: ToldQuery): boolean {
  if (typeof data !== 'object' || data === null || !('pages' in data)) return false;
  return Array.isArray(data.pages) && data.pages.length > 1;
}
