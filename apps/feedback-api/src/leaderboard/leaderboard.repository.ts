import { Injectable } from '@nestjs/common';
import type { RankingOutcome } from '@koi/contracts';
import { ALL_CHATBOTS, ModelEntity, NO_MODEL, RatingRunEntity, Transactions } from '@koi/database';
import { keysetMoment, type Keyset } from '../paging/keyset-cursor.js';

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

/** Whose battles: two versions of models, each by id and version, and which of them won. */
export interface BattleFilter {
  readonly chatbot: string | undefined;
  readonly first: { readonly id: string; readonly version: number };
  readonly second: { readonly id: string; readonly version: number };
  readonly won: 'first' | 'second' | 'tie' | 'both_bad' | undefined;
}

export interface BattleRow extends Keyset {
  readonly createdAt: Date;
  readonly chatbot: string;
  readonly conversationId: string;
  readonly outcome: RankingOutcome;
  readonly aModelId: string;
  readonly aVersion: number;
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

  /** The ranked first, then by rating. */
  ratings(runId: string): Promise<RatingRow[]> {
    return this.transactions.manager.query<RatingRow[]>(
      `select r.model_id as "modelId", m.name, m.label, r.model_version as version,
              r.model_version = m.version as current, r.rating, r.low, r.high, r.rank,
              r.average_rank as "averageRank", r.wins, r.losses, r.ties, r.both_bad as "bothBad",
              r.group_number as "groupNumber", r.bounded
       from rating r join model m on m.id = r.model_id where r.run_id = $1
       order by r.rank nulls last, r.rating desc, m.name, r.model_version desc`,
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
       from stats_hour s join model m on m.id = s.model_id
       where s.model_id <> $1 and ($2 = $3 or s.chatbot_id = $2::uuid)
       group by m.id having sum(s.votes_up + s.votes_down) > 0
       order by sum(s.votes_up)::double precision / sum(s.votes_up + s.votes_down) desc, m.name`,
      [NO_MODEL, scopeId, ALL_CHATBOTS],
    );
  }

  /** The last run of each step since `from`, oldest first. */
  history(scopeId: string, from: Date, step: 'hour' | 'day'): Promise<HistoryRow[]> {
    return this.transactions.manager.query<HistoryRow[]>(
      `with runs as (
         select distinct on (date_trunc($3, hour, 'UTC')) id, computed_at
         from rating_run where scope_id = $1 and hour >= $2
         order by date_trunc($3, hour, 'UTC'), hour desc
       )
       select m.name, m.label, r.model_version as version, runs.computed_at as time, r.rating, r.low, r.high, r.rank
       from runs join rating r on r.run_id = runs.id join model m on m.id = r.model_id
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
    const { from, parameters } = battleSql(filter);
    const place = parameters.length;
    return this.transactions.manager.query<BattleRow[]>(
      `select r.id, ${keysetMoment('r.created_at')} as at, r.created_at as "createdAt", bot.slug as chatbot,
              v.id as "conversationId", r.outcome, a.model_id as "aModelId", a.model_version as "aVersion",
              left(t.text, 200) as "promptExcerpt"
       ${from} and ($${place + 1}::timestamptz is null or (r.created_at, r.id) < ($${place + 1}, $${place + 2}::uuid))
       order by r.created_at desc, r.id desc limit $${place + 3}`,
      [...parameters, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  }

  async countBattles(filter: BattleFilter): Promise<number> {
    const { from, parameters } = battleSql(filter);
    const [row] = await this.transactions.manager.query<{ total: number }[]>(
      `select count(*) as total ${from}`,
      parameters,
    );
    return row?.total ?? 0;
  }
}

/** Current rankings of the two, whichever stood on which side. */
function battleSql({ chatbot, first, second, won }: BattleFilter): {
  from: string;
  parameters: unknown[];
} {
  const outcomes: Record<NonNullable<typeof won>, string> = {
    first: `(r.outcome = 'a_better') = (a.model_id = $1 and a.model_version = $2) and r.outcome in ('a_better', 'b_better')`,
    second: `(r.outcome = 'b_better') = (a.model_id = $1 and a.model_version = $2) and r.outcome in ('a_better', 'b_better')`,
    tie: `r.outcome = 'tie'`,
    both_bad: `r.outcome = 'both_bad'`,
  };
  return {
    from: `from current_ranking r join turn t on t.id = r.turn_id join conversation v on v.id = t.conversation_id
       join chatbot bot on bot.id = v.chatbot_id
       join participant p on p.id = r.participant_id and p.excluded_at is null
       join candidate a on a.id = (r.shown ->> 0)::uuid join candidate b on b.id = (r.shown ->> 1)::uuid
       where ((a.model_id = $1 and a.model_version = $2 and b.model_id = $3 and b.model_version = $4)
           or (b.model_id = $1 and b.model_version = $2 and a.model_id = $3 and a.model_version = $4))
         and ($5::text is null or bot.slug = $5) and ${won ? outcomes[won] : 'true'}`,
    parameters: [first.id, first.version, second.id, second.version, chatbot ?? null],
  };
}
