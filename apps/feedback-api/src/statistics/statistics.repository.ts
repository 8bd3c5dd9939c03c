import { Injectable } from '@nestjs/common';
import type { FeedbackMode, getFilterChoices, ResponseOf } from '@koi/contracts';
import { NO_MODEL, Transactions } from '@koi/database';
import { toWholeMinutes, type Span, type SplitRange } from './split-range.js';

/** Sums over the rollups of a span. */
export interface Sums {
  readonly conversations: number;
  readonly turns: number;
  readonly candidates: number;
  readonly failedCandidates: number;
  readonly votesUp: number;
  readonly votesDown: number;
  readonly aBetter: number;
  readonly bBetter: number;
  readonly ties: number;
  readonly bothBad: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly ttftMsSum: number;
  readonly ttftCount: number;
  readonly updatedAt: Date | null;
}

export type SeriesStep = 'minute' | 'hour' | 'day';

export interface SeriesSums {
  readonly time: Date;
  readonly conversations: number;
  readonly turns: number;
  readonly votesUp: number;
  readonly votesDown: number;
  readonly rankings: number;
}

@Injectable()
export class StatisticsRepository {
  constructor(private readonly transactions: Transactions) {}

  async sums(range: SplitRange, chatbot: string | undefined): Promise<Sums> {
    const source = rollups(range, chatbot);
    const [row] = await this.transactions.manager.query<Sums[]>(
      `select ${SUMS}, max(computed_at) as "updatedAt" from (${source.sql}) s`,
      source.parameters,
    );
    if (!row) throw new Error('An aggregate gives one row.');
    return row;
  }

  /** Participants who sent a message in the span; counted from the messages, because people cannot be summed. */
  async participants(span: Span, chatbot: string | undefined): Promise<number> {
    const { from, to } = toWholeMinutes(span);
    const [row] = await this.transactions.manager.query<{ count: number }[]>(
      `select count(distinct v.participant_id) as count
       from turn t join conversation v on v.id = t.conversation_id
       where ($1::timestamptz is null or t.created_at >= $1) and ($2::timestamptz is null or t.created_at < $2)
         and ($3::text is null or v.chatbot_id = (select id from chatbot where slug = $3))
         and not exists (select 1 from participant p where p.id = v.participant_id and p.excluded_at is not null)`,
      [from ?? null, to ?? null, chatbot ?? null],
    );
    return row?.count ?? 0;
  }

  /** The first minute with any rollup; null without activity. */
  async firstBucket(chatbot: string | undefined): Promise<Date | null> {
    const [row] = await this.transactions.manager.query<{ first: Date | null }[]>(
      `select min(bucket) as first from stats_minute
       where $1::text is null or chatbot_id = (select id from chatbot where slug = $1)`,
      [chatbot ?? null],
    );
    return row?.first ?? null;
  }

  /** The starts of the steps that touch [from, to), as calendar and clocks of the time zone have them. */
  async steps(from: Date, to: Date, step: SeriesStep, timeZone: string): Promise<Date[]> {
    const rows = await this.transactions.manager.query<{ time: Date }[]>(
      `select time from generate_series(date_trunc($3, $1::timestamptz, $4), $2::timestamptz, ('1 ' || $3)::interval, $4) time
       where time < $2 order by time`,
      [from, to, step, timeZone],
    );
    return rows.map(({ time }) => time);
  }

  /** Sums by step, only of steps with activity. */
  bySteps(
    range: SplitRange,
    chatbot: string | undefined,
    { step, timeZone }: { step: SeriesStep; timeZone: string },
  ): Promise<SeriesSums[]> {
    const source = rollups(range, chatbot);
    const next = source.parameters.length + 1;
    return this.transactions.manager.query<SeriesSums[]>(
      `select date_trunc($${next}, bucket, $${next + 1}) as time, ${SERIES_SUMS} from (${source.sql}) s group by 1`,
      [...source.parameters, step, timeZone],
    );
  }

  async filterChoices(): Promise<ResponseOf<typeof getFilterChoices>> {
    const read = <Row>(sql: string) => this.transactions.manager.query<Row[]>(sql);
    const [chatbots, models, reasons, languages, invites] = await Promise.all([
      read<{ slug: string; title: string; feedbackMode: FeedbackMode }>(
        `select slug, title, feedback_mode as "feedbackMode" from chatbot order by position, slug`,
      ),
      read<{ name: string; label: string }>(`select name, label from model order by label, name`),
      read<{ key: string; label: string }>(
        `select distinct on (key) reason ->> 'key' as key,
                coalesce(reason -> 'labels' ->> 'en', jsonb_path_query_first(reason, '$.labels.*') #>> '{}') as label
         from chatbot_reasons r, jsonb_each(r.reasons) groups(name, offered), jsonb_array_elements(offered) reason
         order by key, r.created_at desc`,
      ),
      read<{ language: string }>(
        `select distinct language from participant where language is not null order by language limit 200`,
      ),
      read<{ id: string; label: string }>(
        `select id, label from invite order by created_at desc limit 500`,
      ),
    ]);
    return {
      chatbots,
      models,
      reasons,
      languages: languages.map(({ language }) => language),
      invites,
    };
  }
}

/** What belongs to no single model stands in rows of its own; the rest by model. */
const SHARED = `model_id = '${NO_MODEL}'`;
const sum = (column: string, where: string): string =>
  `coalesce(sum(${column}) filter (where ${where}), 0)::bigint`;
const shared = (column: string): string => sum(column, SHARED);
const byModel = (column: string): string => sum(column, `not ${SHARED}`);

const SUMS = `
  ${shared('conversations')} as conversations, ${shared('turns')} as turns,
  ${byModel('candidates')} as candidates, ${byModel('failed_candidates')} as "failedCandidates",
  ${byModel('votes_up')} as "votesUp", ${byModel('votes_down')} as "votesDown",
  ${shared('a_better')} as "aBetter", ${shared('b_better')} as "bBetter",
  ${shared('ties')} as ties, ${shared('both_bad')} as "bothBad",
  ${byModel('prompt_tokens')} as "promptTokens", ${byModel('completion_tokens')} as "completionTokens",
  coalesce(sum(ttft_ms_sum) filter (where not ${SHARED}), 0) as "ttftMsSum", ${byModel('ttft_count')} as "ttftCount"`;

const SERIES_SUMS = `
  ${shared('conversations')} as conversations, ${shared('turns')} as turns,
  ${byModel('votes_up')} as "votesUp", ${byModel('votes_down')} as "votesDown",
  ${shared('a_better + b_better + ties + both_bad')} as rankings`;

/** The rollup rows that make up a range, as a subquery. */
function rollups(
  { hours, minutes }: SplitRange,
  chatbot: string | undefined,
): { sql: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const part = (table: string, { from, to }: Span): string => {
    const conditions = [
      ...(from ? [`bucket >= ${bind(from)}`] : []),
      ...(to ? [`bucket < ${bind(to)}`] : []),
      ...(chatbot ? [`chatbot_id = (select id from chatbot where slug = ${bind(chatbot)})`] : []),
    ];
    return `select * from ${table} where ${conditions.join(' and ') || 'true'}`;
  };
  const parts = [
    ...(hours ? [part('stats_hour', hours)] : []),
    ...minutes.map((span) => part('stats_minute', span)),
  ];
  return { sql: parts.join(' union all '), parameters };
}
