import type { FeedbackMode } from '@koi/contracts';
import { EVERY, EVERY_MODE } from '@koi/database';
import { binding, isOfChatbot, type Bind, type Sql } from '../records/fact-conditions.js';
import type { RollupPart } from './split-range.js';

/** Which rollups are asked for; a chatbot by its slug, a model by its name. */
export interface RollupFilter {
  readonly chatbot?: string | undefined;
  readonly model?: string | undefined;
  readonly mode?: FeedbackMode | undefined;
}

export type BreakdownBy = 'chatbot' | 'model';
export type SeriesStep = 'minute' | 'hour' | 'day';

/** What rollup rows are told apart by. */
export type KeyedBy = BreakdownBy | { readonly step: SeriesStep; readonly timeZone: string };

/**
 * The rollup rows that make up a range, as a subquery. Of hours and days subtotals are read, one row a bucket, unless
 * rows of one chatbot and one model are wanted: those of its modes are few.
 */
export function rollupRows(parts: readonly RollupPart[], filter: RollupFilter, by?: KeyedBy): Sql {
  const { bind, parameters } = binding();
  const chatbots = filter.chatbot !== undefined || by === 'chatbot';
  const models = filter.model !== undefined || by === 'model';
  const selects = parts.map(({ table, span: { from, to }, without, within }) => {
    const isSummed = table !== 'stats_minute' && !(chatbots && models);
    const conditions = [
      ...(from ? [`bucket >= ${bind(from)}`] : []),
      ...(to ? [`bucket < ${bind(to)}`] : []),
      ...(without ? [`bucket <> all(${bind(without)}::timestamptz[])`] : []),
      ...(within ? [`bucket = any(${bind(within)}::timestamptz[])`] : []),
      ...wanted(filter, bind),
      ...(isSummed ? subtotals(filter, by) : []),
    ];
    return `select * from ${table}${isSummed ? '_subtotal' : ''} where ${conditions.join(' and ') || 'true'}`;
  });
  // A span without a minute in it has no parts.
  return { text: selects.join(' union all ') || 'select * from stats_day where false', parameters };
}

const wanted = ({ chatbot, model, mode }: RollupFilter, bind: Bind): string[] => [
  ...(chatbot ? [isOfChatbot('chatbot_id', bind(chatbot))] : []),
  ...(model ? [`model_id = (select id from model where name = ${bind(model)})`] : []),
  ...(mode ? [`mode = ${bind(mode)}`] : []),
];

/** Of what is neither filtered nor told apart, the row of all together. */
const subtotals = ({ chatbot, model, mode }: RollupFilter, by?: KeyedBy): string[] => [
  ...(chatbot ? [] : [`chatbot_id ${by === 'chatbot' ? '<>' : '='} '${EVERY}'`]),
  ...(model ? [] : [`model_id ${by === 'model' ? '<>' : '='} '${EVERY}'`]),
  ...(mode ? [] : [`mode = '${EVERY_MODE}'`]),
];

/** The column by which a rollup row is told apart; its parameters are added to the statement's. */
export function keyOf(by: KeyedBy | undefined, parameters: unknown[]): string {
  if (by === undefined) return 'null::text';
  if (typeof by === 'string') return `${by}_id::text`;
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  return `(extract(epoch from date_trunc(${bind(by.step)}, bucket, ${bind(by.timeZone)})) * 1000)::bigint::text`;
}
