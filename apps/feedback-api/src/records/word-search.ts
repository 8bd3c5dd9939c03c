import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';
import {
  countedRows,
  matchesWords,
  type FeedbackFilter,
  type MatchingTurns,
  type Sql,
} from './fact-conditions.js';

/** Where to search: among the latest `near` rows that meet the other conditions; else among all. */
export interface Where {
  readonly near?: number;
}

/** A row of an answer to `WordSearch.all`. */
export interface Found {
  /** Whether all rows were asked that there are, or as many as are counted found. */
  readonly complete: boolean;
}

/** Runs searches for words in the way that suits how many turns have them; `MatchingTurns` tells the three apart. */
@Injectable()
export class WordSearch {
  /** Measured on a million turns: docs/decisions/0036. */
  readonly limits = {
    /** To look at the words of so many of the latest turns takes about 10 ms. */
    sampled: 2_000,
    /** From this share of the sample on, turns with the words are many. */
    many: 0.15,
    /** So many turns are few; they are counted by the index of words. */
    few: 20_000,
    /** Rows whose words are looked at before the turns that have them are read: a quarter of a second. */
    looked: 50_000,
    /** The same for conversations, each of which has some turns. */
    conversationsLooked: 20_000,
    /** The same for each row of a page. */
    lookedPerRow: 100,
  };

  constructor(private readonly transactions: Transactions) {}

  async matchingTurns(search: string): Promise<MatchingTurns> {
    const { sampled, many, few } = this.limits;
    const matches = matchesWords('document', '$1');
    const [sample] = await this.ask<{ share: number | null }>({
      text: `select avg((${matches})::int)::float8 as share
             from (select document from turn_search order by turn_id desc limit ${sampled}) latest`,
      parameters: [search],
    });
    if (sample?.share && sample.share >= many) return 'many';
    const [counted] = await this.askIndex<{ total: number }>({
      text: `select count(*)::int as total from (select from turn_search where ${matches} limit ${few + 1}) found`,
      parameters: [search],
    });
    return (counted?.total ?? 0) <= few ? 'few' : 'some';
  }

  /** All rows, as far as they are counted. What many turns have is searched among the latest rows, if these are enough. */
  async all<Row extends Found>(
    filter: FeedbackFilter,
    near: number,
    sql: (filter: FeedbackFilter, where: Where) => Sql,
  ): Promise<Row[]> {
    if (filter.search === undefined || filter.searchMatches !== 'many')
      return this.ask(sql(filter, {}));
    const latest = await this.ask<Row>(sql(filter, { near }));
    if (latest[0]?.complete) return latest;
    return this.askIndex(sql({ ...filter, searchMatches: 'some' }, {}));
  }

  /**
   * A page of rows, one more than `limit`. Where more match than are counted, or many turns have the words, the next rows
   * are soon found: their words are looked at first, and only if these do not fill the page, all are searched.
   */
  async page<Row>(
    filter: FeedbackFilter,
    limit: number,
    known: { readonly total: number } | undefined,
    sql: (filter: FeedbackFilter, where: Where) => Sql,
  ): Promise<Row[]> {
    const { search, searchMatches } = filter;
    const isOften = known ? known.total > countedRows(filter) : searchMatches !== 'few';
    if (search === undefined || !isOften) return this.ask(sql(filter, {}));
    const { looked, lookedPerRow } = this.limits;
    const near = Math.min(looked, lookedPerRow * (limit + 1));
    const next = await this.ask<Row>(sql({ ...filter, searchMatches: 'many' }, { near }));
    if (next.length > limit) return next;
    return this.askIndex(
      sql(searchMatches === 'many' ? { ...filter, searchMatches: 'some' } : filter, {}),
    );
  }

  ask<Row>({ text, parameters }: Sql): Promise<Row[]> {
    return this.transactions.survey((tx) => tx.query<Row[]>(text, parameters));
  }

  /** Postgres counts a look at words as nearly nothing, and would look at those of all turns rather than use their index. */
  askIndex<Row>({ text, parameters }: Sql): Promise<Row[]> {
    return this.transactions.survey(async (tx) => {
      await tx.query(`set local enable_seqscan = off`);
      return tx.query<Row[]>(text, parameters);
    });
  }
}
