import { Injectable } from '@nestjs/common';
import type { RankingOutcome } from '@koi/contracts';
import {
  ALL_CHATBOTS,
  EVERY,
  EVERY_MODE,
  ModelEntity,
  NO_MODEL,
  RatingRunEntity,
  Transactions,
} from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';
import { binding, isCounted, isOfChatbot, type Bind } from '../records/fact-conditions.js';

export interface RatingRow {
  readonly modelId: string;
  readonly name: string;
  readonly label: string;
  readonly version: number;
  readonly current: boolean;
  readonly rating: number;
  readonly low: number;
  readonly high: number;
  readonly rank: number | null;
  readonly averageRank: number | null;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly bothBad: number;
  readonly groupNumber: number;
  readonly bounded: boolean;
}

export interface PairCountsRow {
  readonly firstModelId: string;
  readonly firstVersion: number;
  readonly secondModelId: string;
  readonly secondVersion: number;
  readonly firstWins: number;
  readonly secondWins: number;
  readonly ties: number;
  readonly bothBad: number;
}

export interface HistoryRow {
  readonly name: string;
  readonly label: string;
  readonly version: number;
  readonly time: Date;
  readonly rating: number;
  readonly low: number;
  readonly high: number;
  readonly rank: number | null;
}

/** Whose battles: two versions of models, each by id and version (or one, against any other), and which of them won. */
export interface BattleFilter {
  readonly chatbot: string | undefined;
  readonly first: { readonly id: string; readonly version: number };
  readonly second: { readonly id: string; readonly version: number } | undefined;
  readonly won: 'first' | 'second' | 'tie' | 'both_bad' | undefined;
}

export interface BattleRow extends Keyset {
  readonly createdAt: Date;
  readonly chatbot: string;
  readonly conversationId: string;
  readonly outcome: RankingOutcome;
  readonly aName: string;
  readonly aLabel: string;
  readonly aVersion: number;
  readonly bName: string;
  readonly bLabel: string;
  readonly bVersion: number;
  readonly promptExcerpt: string;
}

@Injectable()
export class LeaderboardRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The scope's id; undefined for a chatbot that does not exist. */
  async scopeId(chatbot: string | undefined): Promise<string | undefined> {
    if (chatbot === undefined) return ALL_CHATBOTS;
    const [row] = await this.transactions.manager.query<{ id: string }[]>(
      `select id from chatbot where slug = $1`,
      [chatbot],
    );
    return row?.id;
  }

  latestRun(scopeId: string): Promise<RatingRunEntity | null> {
    return this.transactions.manager.findOne(RatingRunEntity, {
      where: { scopeId },
      order: { hour: 'desc' },
    });
  }

  /** Rankings of a scope that count, as the rollups have them. */
  async countRankings(scopeId: string): Promise<number> {
    const [row] = await this.transactions.manager.query<{ rankings: number }[]>(
      `select coalesce(sum(a_better + b_better + ties + both_bad), 0)::bigint as rankings
       from stats_day_subtotal where chatbot_id = $1 and model_id = $2 and mode = $3`,
      [scopeId === ALL_CHATBOTS ? EVERY : scopeId, EVERY, EVERY_MODE],
    );
    return row?.rankings ?? 0;
  }

  /** The ranked first, then by rating. */
  ratings(runId: string): Promise<RatingRow[]> {
    return this.transactions.manager.query<RatingRow[]>(
      `select r.model_id as "modelId", m.name, m.label, r.model_version as version,
              r.model_version = m.version as current, r.rating, r.low, r.high, r.rank,
              r.average_rank as "averageRank", r.wins, r.losses, r.ties, r.both_bad as "bothBad",
              r.group_number as "groupNumber", r.bounded
       from rating r join model m on m.id = r.model_id where r.run_id = $1
       order by r.rank nulls last, r.bounded desc, r.rating desc, m.name, r.model_version desc`,
      [runId],
    );
  }

  pairs(runId: string): Promise<PairCountsRow[]> {
    return this.transactions.manager.query<PairCountsRow[]>(
      `select first_model_id as "firstModelId", first_version as "firstVersion",
              second_model_id as "secondModelId", second_version as "secondVersion",
              first_wins as "firstWins", second_wins as "secondWins", ties, both_bad as "bothBad"
       from rating_pair where run_id = $1`,
      [runId],
    );
  }

  /** Thumbs of each model that got any, from the rollups. */
  votes(
    scopeId: string,
  ): Promise<{ name: string; label: string; votesUp: number; votesDown: number }[]> {
    return this.transactions.manager.query(
      `select m.name, m.label, sum(s.votes_up)::bigint as "votesUp", sum(s.votes_down)::bigint as "votesDown"
       from stats_day s join model m on m.id = s.model_id
       where s.model_id <> $1 and ($2 = $3 or s.chatbot_id = $2::uuid)
       group by m.id having sum(s.votes_up + s.votes_down) > 0
       order by sum(s.votes_up)::double precision / sum(s.votes_up + s.votes_down) desc, m.name`,
      [NO_MODEL, scopeId, ALL_CHATBOTS],
    );
  }

  /** The last run of each step since `from`, oldest first, of the models whose strength had a limit then. */
  history(scopeId: string, from: Date, step: 'hour' | 'day'): Promise<HistoryRow[]> {
    return this.transactions.manager.query<HistoryRow[]>(
      `with runs as (
         select distinct on (date_trunc($3, hour, 'UTC')) id, computed_at
         from rating_run where scope_id = $1 and hour >= $2
         order by date_trunc($3, hour, 'UTC'), hour desc
       )
       select m.name, m.label, r.model_version as version, runs.computed_at as time, r.rating, r.low, r.high, r.rank
       from runs join rating r on r.run_id = runs.id and r.bounded join model m on m.id = r.model_id
       order by m.name, r.model_version, runs.computed_at`,
      [scopeId, from, step],
    );
  }

  /** @returns undefined when no model has the name. */
  async modelId(name: string): Promise<{ id: string; label: string } | undefined> {
    // Postgres refuses to compare a text with NUL, and no model has one.
    if (name.includes('\0')) return undefined;
    const model = await this.transactions.manager.findOneBy(ModelEntity, { name });
    return model ? { id: model.id, label: model.label } : undefined;
  }

  async battles(
    filter: BattleFilter,
    after: Keyset | undefined,
    limit: number,
  ): Promise<BattleRow[]> {
    const { bind, parameters } = binding();
    const conditions = battleConditions(filter, bind);
    if (after)
      conditions.push(
        `(f.created_at, f.feedback_id) < (${bind(after.at)}::timestamptz, ${bind(after.id)}::uuid)`,
      );
    return this.transactions.survey((tx) =>
      tx.query<BattleRow[]>(
        `select f.feedback_id as id, ${keysetMoment('f.created_at')} as at, f.created_at as "createdAt",
                b.slug as chatbot, f.conversation_id as "conversationId", f.value as outcome,
                ma.name as "aName", ma.label as "aLabel", f.model_versions[1] as "aVersion",
                mb.name as "bName", mb.label as "bLabel", f.model_versions[2] as "bVersion",
                left(t.text, 200) as "promptExcerpt"
         from feedback_fact f join turn t on t.id = f.turn_id join chatbot b on b.id = f.chatbot_id
         join model ma on ma.id = f.model_ids[1] join model mb on mb.id = f.model_ids[2]
         where ${conditions.join(' and ')} order by f.created_at desc, f.feedback_id desc limit ${bind(limit + 1)}`,
        parameters,
      ),
    );
  }

  async countBattles(filter: BattleFilter): Promise<number> {
    const { bind, parameters } = binding();
    const conditions = battleConditions(filter, bind).join(' and ');
    const [row] = await this.transactions.survey((tx) =>
      tx.query<{ total: number }[]>(
        `select count(*) as total from feedback_fact f where ${conditions}`,
        parameters,
      ),
    );
    return row?.total ?? 0;
  }
}

/** Current rankings of the two (or of the first against any other), whichever stood on which side. */
function battleConditions({ chatbot, first, second, won }: BattleFilter, bind: Bind): string[] {
  const firstId = bind(first.id);
  const firstVersion = bind(first.version);
  const isAt = (place: 1 | 2, id: string, version: string): string =>
    `f.model_ids[${place}] = ${id} and f.model_versions[${place}] = ${version}`;
  const other = second && ([bind(second.id), bind(second.version)] as const);
  const otherIsAt = (place: 1 | 2): string =>
    other
      ? isAt(place, ...other)
      : `(f.model_ids[${place}], f.model_versions[${place}]) <> (${firstId}, ${firstVersion})`;
  const firstIsA = `${isAt(1, firstId, firstVersion)} and ${otherIsAt(2)}`;
  const firstIsB = `${isAt(2, firstId, firstVersion)} and ${otherIsAt(1)}`;
  const outcomes: Record<NonNullable<typeof won>, string> = {
    first: `f.value = case when ${firstIsA} then 'a_better' else 'b_better' end`,
    second: `f.value = case when ${firstIsA} then 'b_better' else 'a_better' end`,
    tie: `f.value = 'tie'`,
    both_bad: `f.value = 'both_bad'`,
  };
  return [
    `f.kind = 'ranking' and f.current and f.value <> 'undo'`,
    isCounted('f.participant_id'),
    `f.model_ids @> array[${[firstId, ...(other ? [other[0]] : [])].map((id) => `${id}::uuid`).join(', ')}]`,
    `((${firstIsA}) or (${firstIsB}))`,
    ...(chatbot === undefined ? [] : [isOfChatbot('f.chatbot_id', bind(chatbot))]),
    ...(won ? [outcomes[won]] : []),
  ];
}
