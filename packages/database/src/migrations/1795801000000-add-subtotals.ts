import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rollups summed over chatbots and models, by hour and day. docs/decisions/0032 says why.
 *
 * Safe for an older release: only new tables, which it neither reads nor writes. What an older analytics-worker changes
 * meanwhile is missing in them until the next change of that hour, or until the nightly check mends it.
 */
export class AddSubtotals1795801000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const unit of ['hour', 'day']) {
      const table = `stats_${unit}_subtotal`;
      await runner.query(`create table ${table} (like stats_${unit} including defaults)`);
      await runner.query(
        `insert into ${table} (${[...KEY, ...COUNTS, ...MAPS, ...HISTOGRAMS].join(', ')}) ${subtotals(`stats_${unit}`)}`,
      );
      // By what is asked for first: one row a bucket then lie beside each other in the index.
      await runner.query(
        `alter table ${table} add constraint pk_${table} primary key (chatbot_id, model_id, mode, bucket)`,
      );
      await runner.query(`create index ix_${table}_bucket on ${table} (bucket)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table stats_day_subtotal`);
    await runner.query(`drop table stats_hour_subtotal`);
  }
}

const KEY = ['bucket', 'chatbot_id', 'model_id', 'mode'];
const COUNTS = [
  'conversations',
  'turns',
  'candidates',
  'failed_candidates',
  'fallbacks',
  'votes_up',
  'votes_down',
  'a_better',
  'b_better',
  'ties',
  'both_bad',
  'corrections',
  'comments',
  'prompt_tokens',
  'completion_tokens',
  'ttft_ms_sum',
  'ttft_count',
];
const MAPS = ['reasons', 'cost', 'errors'];
const HISTOGRAMS = ['ttft_bins', 'ttft_counts', 'duration_bins', 'duration_counts'];

const EVERY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const SUBTOTAL_KEY = `bucket, coalesce(chatbot_id, '${EVERY}') as chatbot_id, coalesce(model_id, '${EVERY}') as model_id,
  coalesce(mode, 'every') as mode`;

const sets = (more = ''): string =>
  `grouping sets (${['', 'chatbot_id', 'model_id', 'mode', 'chatbot_id, mode', 'model_id, mode']
    .map((columns) => `(bucket${columns && `, ${columns}`}${more})`)
    .join(', ')})`;

function subtotals(from: string): string {
  const key = KEY.join(', ');
  const parts = [
    ...MAPS.map(
      (map) =>
        `select ${key}, '${map}' as part, p.key as name, null::int as bin, p.value::numeric as amount
         from ${from} cross join lateral jsonb_each_text(${map}) p`,
    ),
    ...['ttft', 'duration'].map(
      (histogram) =>
        `select ${key}, '${histogram}', null, p.bin, p.count
         from ${from} cross join lateral unnest(${histogram}_bins, ${histogram}_counts) p (bin, count)`,
    ),
  ];
  const sums = COUNTS.map((count) =>
    count === 'ttft_ms_sum'
      ? `sum(${count}::numeric)::double precision as ${count}`
      : `sum(${count})::bigint as ${count}`,
  );
  const named = [
    ...MAPS.map((map) => `jsonb_object_agg(name, amount) filter (where part = '${map}') as ${map}`),
    ...['ttft', 'duration'].flatMap((histogram) => [
      `array_agg(bin::smallint order by bin) filter (where part = '${histogram}') as ${histogram}_bins`,
      `array_agg(amount::int order by bin) filter (where part = '${histogram}') as ${histogram}_counts`,
    ]),
  ];
  return `
    with counted as (select ${SUBTOTAL_KEY}, ${sums.join(', ')} from ${from} group by ${sets()}),
    named as (select ${SUBTOTAL_KEY}, part, name, bin, trim_scale(sum(amount)) as amount
      from (${parts.join(' union all ')}) s group by ${sets(', part, name, bin')}),
    parted as (select ${key}, ${named.join(', ')} from named group by ${key})
    select ${[key, ...COUNTS, ...[...MAPS, ...HISTOGRAMS].map((part) => `coalesce(${part}, '{}') as ${part}`)].join(', ')}
    from counted left join parted using (${key})`;
}
