import { timestamp, uuid } from '@koi/contracts';
import { InvalidInput } from '@koi/service';

/** The place after a row in "latest first" order, as an opaque text. */
export function encodeCursor(row: { updatedAt: Date; id: string }): string {
  return Buffer.from(`${row.updatedAt.toISOString()} ${row.id}`).toString('base64url');
}

/** @throws InvalidInput for a text that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): { updatedAt: string; id: string } {
  const [updatedAt, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (!timestamp.safeParse(updatedAt).success || !uuid.safeParse(id).success || !updatedAt || !id) {
    throw new InvalidInput([{ path: 'cursor', message: 'is not a cursor of this list' }]);
  }
  return { updatedAt, id };
}
