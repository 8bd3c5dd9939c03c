import { z } from 'zod';

/** Keyset paging: pass the last answer's `nextCursor` back to go on. Cursors are opaque. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Rows are counted up to here; beyond it stands "more than". */
export const COUNTED_ROWS = 50_000;

/** Rows with words that were searched for are counted up to here: each is a look into another table. */
export const COUNTED_ROWS_WITH_WORDS = 5_000;

/** How many rows a filter matches, beside a page of them. */
export const counted = {
  /** How many rows the filter matches in all, as far as they are counted. */
  total: z.int().nonnegative().max(COUNTED_ROWS),
  /** False: there are more than `total`. */
  totalIsExact: z.boolean(),
};
