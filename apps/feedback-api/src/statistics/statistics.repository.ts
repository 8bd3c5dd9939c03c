import { Injectable } from '@nestjs/common';
import type { FeedbackMode, getFilterChoices, ResponseOf } from '@koi/contracts';
import type { LatencyBin } from '@koi/database';
import { Transactions } from '@koi/database';

import { binding, isCounted, isOfChatbot } from '../records/fact-conditions.js';
import {
  keyOf,
  rollupRows,
  type BreakdownBy,
  type KeyedBy,
  type RollupFilter,
  type SeriesStep,
} from './rollup-rows.js';
import type { PeoplePart, RollupPart } from './split-range.js';

/** Sums over the rollups of a span. */
export interface Sums {
  readonly conversations: number;
  readonly turns: number;
  readonly candidates: number;
  readonly failedCandidates: number;
  readonly fallbacks: number;
  readonly corrections: number;
  readonly comments: number;
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

export interface SeriesSums {
  readonly time: Date;
  readonly conversations: number;
  readonly turns: number;
  readonly votesUp: number;
  readonly votesDown: number;
  readonly rankings: number;
  readonly candidates: number;
  readonly failedCandidates: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export type Histogram = 'ttft' | 'duration';

/** Named amounts and histogram bins of rollups, by `key`: a step's start, a chatbot or a model; null without. */
export interface Amount {
  readonly key: string | null;
  readonly part: 'cost' | 'errors' | 'reasons';
  readonly name: string;
  readonly amount: number;
}
export interface Bin extends LatencyBin {
  readonly key: string | null;
  readonly part: Histogram;
}

export interface BreakdownSums extends Sums {
  readonly key: string;
  readonly name: string;
  readonly label: string;
}

export interface EventFilter extends RollupFilter {
  /** False: feedback and failures alone. */
  readonly messages: boolean;
}

export interface EventRow {
  readonly kind: 'message' | 'answer_failed' | 'vote' | 'ranking' | 'correction' | 'comment';
  readonly at: Date;
  readonly conversationId: string;
  readonly turnId: string;
  readonly chatbot: string;
  readonly model: string | null;
  readonly value: string | null;
}

@Injectable()
export class StatisticsRepository {
  constructor(private readonly transactions: Transactions) {}

  async sums(parts: readonly RollupPart[], filter: RollupFilter): Promise<Sums> {
    const source = rollupRows(parts, filter);
    const [row] = await this.transactions.manager.query<Sums[]>(
      `select ${SUMS} from (${source.text}) s`,
      source.parameters,
    );
    if (!row) throw new Error('An aggregate gives one row.');
    return row;
  }

  /** Sums by chatbot or model; what belongs to no single model is in no model's row. */
  breakdown(
    parts: readonly RollupPart[],
    filter: RollupFilter,
    by: BreakdownBy,
  ): Promise<BreakdownSums[]> {
    const source = rollupRows(parts, filter, by);
    const named = { chatbot: 'b.slug as name, b.title as label', model: 'b.name, b.label' }[by];
    return this.transactions.manager.query<BreakdownSums[]>(
      `select b.id as key, ${named}, sums.* from (
         select ${by}_id as id, ${SUMS} from (${source.text}) s group by 1
       ) sums join ${by} b on b.id = sums.id order by label, name`,
      source.parameters,
    );
  }

  /** What answers cost, how they failed, and why people said what they said; the whole or some of it. */
  amounts(
    parts: readonly RollupPart[],
    filter: RollupFilter,
    by?: KeyedBy,
    wanted: readonly Amount['part'][] = ['cost', 'errors', 'reasons'],
  ): Promise<Amount[]> {
    const source = rollupRows(parts, filter, by);
    const key = keyOf(by, source.parameters);
    const maps = wanted.map(
      (part) =>
        `select s.key, '${part}' as part, p.key as name, p.value
         from s cross join lateral jsonb_each_text(${part}) p`,
    );
    return this.transactions.manager.query<Amount[]>(
      `with s as (select ${key} as key, ${wanted.join(', ')} from (${source.text}) r)
       select key, part, name, sum(value::numeric)::double precision as amount from (${maps.join(' union all ')}) m
       group by 1, 2, 3 order by amount desc, name`,
      source.parameters,
    );
  }

  /** Latency histograms, by chatbot or model, or by steps of time. */
  bins(parts: readonly RollupPart[], filter: RollupFilter, by?: KeyedBy): Promise<Bin[]> {
    const source = rollupRows(parts, filter, by);
    const key = keyOf(by, source.parameters);
    // Bins and counts are of one length. Unnested side by side in the select list: a join with them takes twice as long.
    const histograms = (['ttft', 'duration'] as const).map(
      (part) =>
        `select key, '${part}' as part, bin, sum(count)::bigint as count
         from (select key, unnest(${part}_bins) as bin, unnest(${part}_counts) as count from s) bins group by 1, 3`,
    );
    return this.transactions.manager.query<Bin[]>(
      `with s as (select ${key} as key, ttft_bins, ttft_counts, duration_bins, duration_counts from (${source.text}) r)
       ${histograms.join(' union all ')}`,
      source.parameters,
    );
  }

  /** The last check of the rollups, and how many minutes wait to be computed anew. */
  async state(): Promise<{
    dirtyMinutes: number;
    check: { startedAt: Date; days: number; buckets: number; differences: number } | null;
  }> {
    const { manager } = this.transactions;
    const [dirty, checks] = await Promise.all([
      manager.query<{ count: number }[]>(
        `select count(distinct bucket) as count from dirty_bucket`,
      ),
      manager.query<{ startedAt: Date; days: number; buckets: number; differences: number }[]>(
        `select started_at as "startedAt", days, buckets, differences from rollup_check order by started_at desc limit 1`,
      ),
    ]);
    return { dirtyMinutes: dirty[0]?.count ?? 0, check: checks[0] ?? null };
  }

  /** The latest messages, feedback and failures, each read from the end of an index. */
  latestEvents(filter: EventFilter, limit: number): Promise<EventRow[]> {
    const { chatbot, model, mode, messages } = filter;
    const counted = `($2::text is null or b.slug = $2) and ($4::text is null or t.feedback_mode = $4)
      and not exists (select from participant p where p.id = v.participant_id and p.excluded_at is not null)`;
    const sources = [
      ...(messages && !model
        ? [
            `(select 'message' as kind, t.created_at as at, v.id as "conversationId", t.id as "turnId",
                     b.slug as chatbot, null as model, null as value
              from turn t join conversation v on v.id = t.conversation_id join chatbot b on b.id = v.chatbot_id
              where $3::text is null and ${counted} order by t.created_at desc limit $1)`,
          ]
        : []),
      `(select f.kind, f.accepted_at as at, v.id as "conversationId", t.id as "turnId", b.slug as chatbot,
               m.name as model, f.value
        from current_feedback f join feedback h on h.id = f.feedback_id join turn t on t.id = h.turn_id
        join conversation v on v.id = t.conversation_id join chatbot b on b.id = v.chatbot_id
        left join candidate c on c.id = h.candidate_id left join model m on m.id = c.model_id
        where ($3::text is null or m.name = $3) and ${counted} order by f.accepted_at desc limit $1)`,
      `(select 'answer_failed', coalesce(c.ended_at, c.created_at), v.id, t.id, b.slug, m.name,
               coalesce(c.failure_kind, 'unknown')
        from candidate c join turn t on t.id = c.turn_id join conversation v on v.id = t.conversation_id
        join chatbot b on b.id = v.chatbot_id join model m on m.id = c.model_id
        where c.state = 'failed' and ($3::text is null or m.name = $3) and ${counted}
        order by c.created_at desc limit $1)`,
    ];
    return this.transactions.manager.query<EventRow[]>(
      `${sources.join(' union all ')} order by at desc limit $1`,
      [limit, chatbot ?? null, model ?? null, mode ?? null],
    );
  }

  /** How many different participants sent a message in the span that the parts make up. */
  async participants(
    parts: readonly PeoplePart[],
    { chatbot, mode }: RollupFilter,
  ): Promise<number> {
    const { bind, parameters } = binding();
    const selects = parts.map(({ table, span: { from, to } }) => {
      const people = table === 'turn' ? MESSAGES : table;
      const conditions = [
        ...(from ? [`bucket >= ${bind(from)}`] : []),
        ...(to ? [`bucket < ${bind(to)}`] : []),
        ...(chatbot ? [isOfChatbot('chatbot_id', bind(chatbot))] : []),
        ...(mode ? [`mode = ${bind(mode)}`] : []),
      ];
      return `select participant_id from ${people} people where ${conditions.join(' and ') || 'true'}`;
    });
    if (selects.length === 0) return 0;
    const [row] = await this.transactions.survey((tx) =>
      tx.query<{ count: number }[]>(
        `select count(*) as count from (
           select distinct participant_id from (${selects.join(' union all ')}) people
           where ${isCounted('participant_id')}
         ) different`,
        parameters,
      ),
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
    parts: readonly RollupPart[],
    filter: RollupFilter,
    { step, timeZone }: { step: SeriesStep; timeZone: string },
  ): Promise<SeriesSums[]> {
    const source = rollupRows(parts, filter);
    const next = source.parameters.length + 1;
    return this.transactions.manager.query<SeriesSums[]>(
      `select date_trunc($${next}, bucket, $${next + 1}) as time, ${SERIES_SUMS} from (${source.text}) s group by 1`,
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

const sum = (column: string): string => `coalesce(sum(${column}), 0)::bigint`;

/** Messages and rankings stand in rows of no model, answers and votes in those of their model: either is summed once. */
const SUMS = `
  ${sum('conversations')} as conversations, ${sum('turns')} as turns,
  ${sum('candidates')} as candidates, ${sum('failed_candidates')} as "failedCandidates",
  ${sum('fallbacks')} as fallbacks, ${sum('corrections')} as corrections, ${sum('comments')} as comments,
  ${sum('votes_up')} as "votesUp", ${sum('votes_down')} as "votesDown",
  ${sum('a_better')} as "aBetter", ${sum('b_better')} as "bBetter",
  ${sum('ties')} as ties, ${sum('both_bad')} as "bothBad",
  ${sum('prompt_tokens')} as "promptTokens", ${sum('completion_tokens')} as "completionTokens",
  coalesce(sum(ttft_ms_sum), 0) as "ttftMsSum", ${sum('ttft_count')} as "ttftCount",
  max(computed_at) as "updatedAt"`;

/** Messages, in the columns of the tables of participants. */
const MESSAGES = `(
  select t.created_at as bucket, v.chatbot_id, t.feedback_mode as mode, v.participant_id
  from turn t join conversation v on v.id = t.conversation_id)`;

const SERIES_SUMS = `
  ${sum('conversations')} as conversations, ${sum('turns')} as turns,
  ${sum('votes_up')} as "votesUp", ${sum('votes_down')} as "votesDown",
  ${sum('a_better + b_better + ties + both_bad')} as rankings,
  ${sum('candidates')} as candidates, ${sum('failed_candidates')} as "failedCandidates",
  ${sum('prompt_tokens')} as "promptTokens", ${sum('completion_tokens')} as "completionTokens"`;
