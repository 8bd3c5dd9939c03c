import { EVERY, EVERY_MODE, latencyBinSql, NO_MODEL } from '@koi/database';

/**
 * The rollup tables in the order they are computed, each with its bucket's size and the one it is summed from. Subtotals
 * are over chatbots and models.
 */
export const LEVELS = [
  { table: 'stats_minute', unit: 'minute', from: null, subtotals: false },
  { table: 'stats_hour', unit: 'hour', from: 'stats_minute', subtotals: false },
  { table: 'stats_hour_subtotal', unit: 'hour', from: 'stats_hour', subtotals: true },
  { table: 'stats_day', unit: 'day', from: 'stats_hour', subtotals: false },
  { table: 'stats_day_subtotal', unit: 'day', from: 'stats_day', subtotals: true },
] as const;
export type Level = (typeof LEVELS)[number];
export type RollupTable = Level['table'];

export const KEY = 'bucket, chatbot_id, model_id, mode';

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
] as const;
type Count = (typeof COUNTS)[number];

/** Amounts by name: one JSON object each. */
const MAPS = ['reasons', 'cost', 'errors'] as const;
/** Histograms: two arrays each, bins and counts. */
const HISTOGRAMS = ['ttft', 'duration'] as const;

const PART_COLUMNS = [
  ...MAPS,
  ...HISTOGRAMS.flatMap((histogram) => [`${histogram}_bins`, `${histogram}_counts`]),
];

/** What a rollup row says, without when it was computed. */
export const COLUMNS = [KEY, ...COUNTS, ...PART_COLUMNS].join(', ');

// Decimal numbers add up to the same whatever their order, so a rebuild gives the same sum; floating point would not.
const summed = (count: Count): string =>
  count === 'ttft_ms_sum'
    ? `sum(${count}::numeric)::double precision as ${count}`
    : `sum(${count})::bigint as ${count}`;

const one = (condition: string): string => `(${condition})::int`;

/** Not of a participant whom the team has excluded. */
const COUNTED = `not exists (
  select 1 from participant p where p.id = v.participant_id and p.excluded_at is not null)`;

interface Source {
  readonly moment: string;
  readonly model: string;
  /** From where, ending in a condition; names `t` (turn) and `v` (conversation). */
  readonly from: string;
}

const minuteOf = ({ moment, model }: Source): string =>
  `date_trunc('minute', ${moment}, 'UTC') as bucket, v.chatbot_id, ${model} as model_id, t.feedback_mode as mode`;

const within = ({ moment, from }: Source): string =>
  `from ${from} and ${moment} >= $1::timestamptz and ${moment} < $2::timestamptz and ${COUNTED}`;

/** What one table adds to the minutes of its own moments; what it says nothing about is zero. */
function counts(source: Source, amounts: Partial<Record<Count, string>>): string {
  const columns = COUNTS.map((count) => `${amounts[count] ?? '0'} as ${count}`);
  return `select ${minuteOf(source)}, ${columns.join(', ')} ${within(source)}`;
}

/** Amounts in parts: `part` is one of the maps or histograms, `name` a key of the map, `bin` one of the histogram. */
const parts = (source: Source): string =>
  `select ${minuteOf(source)}, part, name, bin, amount ${within(source)}`;

const noModel = `'${NO_MODEL}'::uuid`;

const answers = (more = ''): Source => ({
  moment: 'c.created_at',
  model: 'c.model_id',
  from: `candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id ${more}
         where c.state in ('completed', 'stopped', 'failed')`,
});

const feedback = (condition: string): Source => ({
  moment: 'f.accepted_at',
  model: 'c.model_id',
  from: `current_feedback f join candidate c on c.id = f.target_id join turn t on t.id = c.turn_id
         join conversation v on v.id = t.conversation_id where f.value <> 'undo' and ${condition}`,
});

/** docs/data-formats.md says in words what is counted where. */
const COUNT_SOURCES = [
  counts(
    {
      moment: 'v.created_at',
      model: noModel,
      from: `conversation v join lateral (
               select feedback_mode from turn where conversation_id = v.id order by id limit 1
             ) t on true where true`,
    },
    { conversations: '1' },
  ),
  counts(
    {
      moment: 't.created_at',
      model: noModel,
      from: `turn t join conversation v on v.id = t.conversation_id where true`,
    },
    { turns: '1' },
  ),
  counts(answers(), {
    candidates: '1',
    failed_candidates: one(`c.state = 'failed'`),
    fallbacks: one('c.fallback_for_model_id is not null'),
    prompt_tokens: 'coalesce(c.prompt_tokens, 0)',
    completion_tokens: 'coalesce(c.completion_tokens, 0)',
    ttft_ms_sum: 'coalesce(c.ttft_ms, 0)',
    ttft_count: one('c.ttft_ms is not null'),
  }),
  counts(feedback(`f.kind in ('vote', 'correction', 'comment')`), {
    votes_up: one(`f.value = 'up'`),
    votes_down: one(`f.value = 'down'`),
    corrections: one(`f.kind = 'correction'`),
    comments: one(`f.kind = 'comment'`),
  }),
  counts(
    {
      moment: 'f.accepted_at',
      model: noModel,
      from: `current_feedback f join turn t on t.id = f.target_id
             join conversation v on v.id = t.conversation_id where f.kind = 'ranking' and f.value <> 'undo'`,
    },
    {
      a_better: one(`f.value = 'a_better'`),
      b_better: one(`f.value = 'b_better'`),
      ties: one(`f.value = 'tie'`),
      both_bad: one(`f.value = 'both_bad'`),
    },
  ),
];

const PART_SOURCES = [
  parts(
    answers(`cross join lateral (values
      ('ttft', null, ${latencyBinSql('c.ttft_ms')}, 1::numeric),
      ('duration', null, case when c.state = 'completed' then ${latencyBinSql('c.duration_ms')} end, 1),
      ('errors', case when c.state = 'failed' then coalesce(c.failure_kind, 'unknown') end, null, 1),
      ('cost', case when c.cost is not null then c.cost_currency end, null, c.cost)
    ) as p (part, name, bin, amount)`),
  ) + ' and (name is not null or bin is not null)',
  parts({
    moment: 'f.accepted_at',
    model: `coalesce(c.model_id, ${noModel})`,
    from: `current_feedback f join feedback h on h.id = f.feedback_id join turn t on t.id = h.turn_id
           join conversation v on v.id = t.conversation_id left join candidate c on c.id = h.candidate_id
           cross join lateral (select 'reasons' as part, name, null::int as bin, 1::numeric as amount
                               from jsonb_array_elements_text(h.reasons) name) p
           where f.kind in ('vote', 'ranking') and f.value <> 'undo'`,
  }),
];

/** The columns of a key, and what rows are grouped by, the key and more columns. */
interface Grouping {
  readonly key: string;
  readonly by: (...more: string[]) => string;
}

const EACH: Grouping = { key: KEY, by: (...more) => [KEY, ...more].join(', ') };

/** Where a chatbot and a model are both asked for, there are only their modes to sum. */
const SUBTOTALS = [
  [],
  ['chatbot_id'],
  ['model_id'],
  ['mode'],
  ['chatbot_id', 'mode'],
  ['model_id', 'mode'],
];
const OVER: Grouping = {
  key: `bucket, coalesce(chatbot_id, '${EVERY}') as chatbot_id, coalesce(model_id, '${EVERY}') as model_id,
        coalesce(mode, '${EVERY_MODE}') as mode`,
  by: (...more) =>
    `grouping sets (${SUBTOTALS.map((columns) => `(${['bucket', ...columns, ...more].join(', ')})`).join(', ')})`,
};

/** Groups counts and parts by key, the parts into maps and histograms. */
const grouped = (countRows: string, partRows: string, { key, by }: Grouping): string => `
  with counted as (select ${key}, ${COUNTS.map(summed).join(', ')} from (${countRows}) s group by ${by()}),
  named as (select ${key}, part, name, bin, trim_scale(sum(amount)) as amount
    from (${partRows}) s group by ${by('part', 'name', 'bin')}),
  parted as (select ${KEY}, ${[
    ...MAPS.map((map) => `jsonb_object_agg(name, amount) filter (where part = '${map}') as ${map}`),
    ...HISTOGRAMS.flatMap((histogram) => [
      `array_agg(bin::smallint order by bin) filter (where part = '${histogram}') as ${histogram}_bins`,
      `array_agg(amount::int order by bin) filter (where part = '${histogram}') as ${histogram}_counts`,
    ]),
  ].join(', ')} from named group by ${KEY})
  select ${[KEY, ...COUNTS, ...PART_COLUMNS.map((part) => `coalesce(${part}, '{}') as ${part}`)].join(', ')}
  from counted left join parted using (${KEY})`;

/** The rows of a level from $1 to before $2 as they should be, from the source tables or from the finer level. */
export function rowsOf({ unit, from, subtotals }: Level): string {
  if (!from)
    return grouped(COUNT_SOURCES.join(' union all '), PART_SOURCES.join(' union all '), EACH);
  const key = `date_trunc('${unit}', bucket, 'UTC') as bucket, chatbot_id, model_id, mode`;
  const span = 'bucket >= $1::timestamptz and bucket < $2::timestamptz';
  return grouped(
    `select ${key}, ${COUNTS.join(', ')} from ${from} where ${span}`,
    [
      ...MAPS.map(
        (map) =>
          `select ${key}, '${map}' as part, p.key as name, null::int as bin, p.value::numeric as amount
           from ${from} cross join lateral jsonb_each_text(${map}) p where ${span}`,
      ),
      ...HISTOGRAMS.map(
        (histogram) =>
          `select ${key}, '${histogram}', null, p.bin, p.count
           from ${from} cross join lateral unnest(${histogram}_bins, ${histogram}_counts) p (bin, count) where ${span}`,
      ),
    ].join(' union all '),
    subtotals ? OVER : EACH,
  );
}
