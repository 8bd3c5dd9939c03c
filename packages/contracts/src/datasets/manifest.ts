import { z } from 'zod';
import { datasetFile, datasetFilter } from '../http/datasets.js';
import { timestamp, uuid } from '../ids.js';
import { datasetKind } from '../terms.js';

/** The manifest's name beside the files it describes. */
export const MANIFEST_FILE = 'manifest.json';

/** How the rows of a file are written: TRL's conversational preference type, or koi's own vote rows. */
export const rowFormat = z.enum(['trl-conversational-preference', 'koi-votes']);
export type RowFormat = z.infer<typeof rowFormat>;

/**
 * manifest.json of one dataset version. Names are snake_case as in the rows, because trainers read both.
 * docs/data-formats.md explains each field.
 */
export const datasetManifest = z.object({
  /** Raised only when a field changes its meaning; new fields may come at any time. */
  schema_version: z.literal(1),
  koi_version: z.string(),
  dataset: z.object({
    name: z.string(),
    kind: datasetKind,
    version: z.int().positive(),
    version_id: uuid,
  }),
  row_format: rowFormat,
  filter: datasetFilter,
  /** The moment whose data the files hold. */
  snapshot_at: timestamp,
  counts: z.object({
    /** Current rankings or votes that fit the filter: `rows` + `excluded`. */
    source: z.int().nonnegative(),
    rows: z.int().nonnegative(),
    excluded: z.int().nonnegative(),
  }),
  /** How many source rows were left out, by reason. */
  excluded: z.record(z.string(), z.int().nonnegative()),
  /** Each `name` is a bare file name in the manifest's own directory. */
  files: z.array(datasetFile),
});
export type DatasetManifest = z.infer<typeof datasetManifest>;
