/** Facts that are asked for in their order, the latest first. */
const FACTS = {
  f: { table: 'feedback_fact', id: 'feedback_id' },
  v: { table: 'conversation_fact', id: 'conversation_id' },
} as const;

export interface LatestRows {
  /** What follows `select … from`, up to its order; a limit may follow. */
  readonly from: string;
  /** Whether all rows were looked at that there are. */
  readonly isWhole: string;
}

/**
 * The latest rows that meet all conditions. With `near`, words are looked for among the latest so many that meet the other
 * conditions, and no further.
 */
export function latestRows(
  fact: keyof typeof FACTS,
  conditions: readonly string[],
  words?: string,
  near?: number,
): LatestRows {
  const { table, id } = FACTS[fact];
  const order = `order by ${fact}.created_at desc, ${fact}.${id} desc`;
  const others = conditions.join(' and ');
  if (words === undefined || near === undefined)
    return {
      from: `${table} ${fact} where ${others}${words === undefined ? '' : ` and ${words}`} ${order}`,
      isWhole: 'true',
    };
  const looked = `select ${fact}.* from ${table} ${fact} where ${others} ${order} limit ${near}`;
  return {
    from: `(${looked}) ${fact} where ${words} ${order}`,
    isWhole: `(select count(*) < ${near} from (${looked}) looked)`,
  };
}
