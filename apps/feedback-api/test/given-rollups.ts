import { EVERY, EVERY_MODE, type LatencyBin } from '@koi/database';
import type { FeedbackMode } from '@koi/contracts';
import type { DataSource } from 'typeorm';

const COUNTS = [
  ...(['turns', 'conversations', 'a_better', 'b_better', 'ties', 'both_bad'] as const),
  ...(['votes_up', 'votes_down', 'candidates', 'failed_candidates', 'ttft_ms_sum'] as const),
];
/** What adds up: columns of numbers, the cost in euros, and failures of one kind. */
const AMOUNTS = [...COUNTS, 'eur', 'stalled'] as const;
type Amounts = Partial<Record<(typeof AMOUNTS)[number], number>>;

export interface RollupRow {
  readonly bucket: Date;
  readonly chatbotId: string;
  readonly modelId: string;
  readonly mode: FeedbackMode | typeof EVERY_MODE;
  readonly amounts: Amounts;
  readonly ttft: readonly LatencyBin[];
}

const HOUR_MS = 3_600_000;

/** Fills every rollup table from rows of minutes, added up here and not by the statements of analytics-worker. */
export async function giveRollups(
  dataSource: DataSource,
  minutes: readonly RollupRow[],
  computedAt: Date,
): Promise<void> {
  const [hours, days] = [summed(minutes, HOUR_MS), summed(minutes, 24 * HOUR_MS)];
  for (const [table, rows] of [
    ['stats_minute', minutes],
    ['stats_hour', hours],
    ['stats_hour_subtotal', subtotalsOf(hours)],
    ['stats_day', days],
    ['stats_day_subtotal', subtotalsOf(days)],
  ] as const) {
    const columns = Object.keys(toColumns(rows[0]!, computedAt)).join(', ');
    await dataSource.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows.map((row) => toColumns(row, computedAt)))],
    );
  }
}

const subtotalsOf = (rows: readonly RollupRow[]): RollupRow[] =>
  ([{}, { mode: EVERY_MODE }] as const).flatMap((mode) => [
    ...summed(rows, 1, { ...mode, chatbotId: EVERY, modelId: EVERY }),
    ...summed(rows, 1, { ...mode, chatbotId: EVERY }),
    ...summed(rows, 1, { ...mode, modelId: EVERY }),
  ]);

/** Rows of longer buckets, or over all chatbots, models or modes. */
function summed(
  rows: readonly RollupRow[],
  bucketMs: number,
  over: Partial<RollupRow> = {},
): RollupRow[] {
  const sums = new Map<string, { key: RollupRow; amounts: Amounts; ttft: Map<number, number> }>();
  for (const row of rows) {
    const bucket = new Date(Math.floor(row.bucket.getTime() / bucketMs) * bucketMs);
    const key = { ...row, ...over, bucket };
    const name = [bucket.getTime(), key.chatbotId, key.modelId, key.mode].join();
    const sum = sums.get(name) ?? { key, amounts: {}, ttft: new Map<number, number>() };
    sums.set(name, sum);
    for (const amount of AMOUNTS)
      if (row.amounts[amount])
        sum.amounts[amount] = (sum.amounts[amount] ?? 0) + row.amounts[amount];
    for (const { bin, count } of row.ttft) sum.ttft.set(bin, (sum.ttft.get(bin) ?? 0) + count);
  }
  return [...sums.values()].map(({ key, amounts, ttft }) => ({
    ...{ ...key, amounts },
    ttft: [...ttft].map(([bin, count]) => ({ bin, count })),
  }));
}

function toColumns(row: RollupRow, computedAt: Date): Record<string, unknown> {
  const { amounts } = row;
  const bins = row.ttft.filter(({ count }) => count > 0).sort((one, other) => one.bin - other.bin);
  return {
    ...{ bucket: row.bucket, chatbot_id: row.chatbotId, model_id: row.modelId, mode: row.mode },
    ...Object.fromEntries(COUNTS.map((count) => [count, amounts[count] ?? 0])),
    cost: amounts.eur ? { EUR: Number(amounts.eur.toFixed(6)) } : {},
    errors: amounts.stalled ? { stalled: amounts.stalled } : {},
    ttft_count: bins.reduce((sum, { count }) => sum + count, 0),
    ttft_bins: bins.map(({ bin }) => bin),
    ttft_counts: bins.map(({ count }) => count),
    computed_at: computedAt,
  };
}
