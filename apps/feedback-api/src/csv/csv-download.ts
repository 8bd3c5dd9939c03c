import { StreamableFile } from '@nestjs/common';
import { columns, csvFile, toCsv } from './to-csv.js';

/** A page of any list. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Rows of a file that are read at a time: the most that a list gives. */
const FILE_PAGE = 200;

/** Every row of a list, read page by page as they are taken. */
export async function* everyItem<Item>(
  list: (place: { cursor: string | undefined; limit: number }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await list({ cursor, limit: FILE_PAGE });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** A list of fields as one text a field: lists joined by `; `, what has an inner shape as JSON. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => String(flat(part))).join('; ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/**
 * Rows as a download, one column a key. `name` becomes part of the file's name. A text that a spreadsheet would take for a
 * formula is defused (`toCsv`).
 */
export function csvDownload<Key extends string>(
  name: string,
  keys: readonly Key[],
  rows: AsyncIterable<Readonly<Record<Key, unknown>>> | Iterable<Readonly<Record<Key, unknown>>>,
): StreamableFile {
  return new StreamableFile(toCsv(flattened(rows, keys), columns(...keys)), csvFile(name));
}

async function* flattened<Key extends string>(
  rows: AsyncIterable<Readonly<Record<Key, unknown>>> | Iterable<Readonly<Record<Key, unknown>>>,
  keys: readonly Key[],
): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rows) yield Object.fromEntries(keys.map((key) => [key, flat(row[key])]));
}
