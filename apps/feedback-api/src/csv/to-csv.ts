import { Readable } from 'node:stream';
import { stringify, type ColumnOption } from 'csv-stringify';

/**
 * Rows as CSV: RFC 4180, with a byte order mark so that spreadsheets read UTF-8. A text that a spreadsheet would take for
 * a formula gets an apostrophe before it.
 */
export function toCsv<Row>(rows: AsyncIterable<Row>, columns: ColumnOption[]): Readable {
  const csv = stringify({
    header: true,
    columns,
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
  return Readable.from(rows)
    .on('error', (error) => csv.destroy(error))
    .pipe(csv);
}

export const columns = (...keys: string[]): ColumnOption[] =>
  keys.map((key) => ({ key, header: key }));

/** How a CSV file is answered: as a download with this name. */
export const csvFile = (name: string) => ({
  type: 'text/csv; charset=utf-8',
  disposition: `attachment; filename="koi-${name}.csv"`,
});
