import type { Keyset } from './keyset-cursor.js';

/** Rows of a file that are read at a time. */
export const FILE_PAGE = 1_000;

/** Every row of a list, read page by page as they are taken; `read` gives up to `FILE_PAGE + 1` rows after a place. */
export async function* everyRow<Row extends Keyset>(
  read: (after?: Keyset) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after: Keyset | undefined;
  do {
    const found = await read(after);
    const rows = found.slice(0, FILE_PAGE);
    yield* rows;
    after = found.length > FILE_PAGE ? rows.at(-1) : undefined;
  } while (after);
}
