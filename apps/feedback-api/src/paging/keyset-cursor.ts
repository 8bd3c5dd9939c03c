import { timestamp, uuid } from '@koi/contracts';
import { InvalidInput } from '@koi/service';

/** The place of a row in the order (created_at, id); `at` keeps the microseconds of Postgres, which a Date would lose. */
export interface Keyset {
  readonly at: string;
  readonly id: string;
}

/** SQL for `Keyset.at` of a timestamptz column. */
export const keysetMoment = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The place as an opaque text for the client. */
const encodeCursor = ({ at, id }: Keyset): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

/** @throws InvalidInput for a text that `encodeCursor` did not make; Postgres has no year 0. */
export function decodeCursor(cursor: string): Keyset {
  const [at, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const genuine =
    rest.length === 0 &&
    !at?.startsWith('0000') &&
    timestamp.safeParse(at).success &&
    uuid.safeParse(id).success;
  if (!genuine || !at || !id)
    throw new InvalidInput([{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return { at, id };
}

/** Cuts `limit + 1` rows to a page: the one too many says that there is a next page. */
export function pageOfRows<Row extends Keyset>(
  rows: readonly Row[],
  limit: number,
): { rows: readonly Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? encodeCursor(last) : null };
}
