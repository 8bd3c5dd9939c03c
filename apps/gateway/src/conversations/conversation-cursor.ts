import { timestamp, uuid } from '@koi/contracts';
import { InvalidInput } from '@koi/service';

/** The place after a row in "latest first" order, as an opaque text. */
export function encodeCursor(row: { updatedAtExact: string; id: string }): string {
  return Buffer.from(`${row.updatedAtExact} ${row.id}`).toString('base64url');
}

/** @throws InvalidInput for a text that `encodeCursor` did not make; Postgres has no year 0. */
export function decodeCursor(cursor: string): { updatedAt: string; id: string } {
  const [updatedAt, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const genuine =
    rest.length === 0 &&
    !updatedAt?.startsWith('0000') &&
    timestamp.safeParse(updatedAt).success &&
    uuid.safeParse(id).success;
  if (!genuine || !updatedAt || !id)
    throw new InvalidInput([{ path: 'cursor', message: 'is not a cursor of this list' }]);
  return { updatedAt, id };
}
