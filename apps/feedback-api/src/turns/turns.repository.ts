import { Injectable } from '@nestjs/common';
import { Transactions } from '@koi/database';
import type { Keyset } from '../paging/keyset-cursor.js';
import type { Sql } from '../records/fact-conditions.js';
import {
  candidatesPageSql,
  candidateSumsSql,
  countTurnsSql,
  turnsPageSql,
  type CandidateFilter,
  type CandidateListRow,
  type CandidateSums,
  type TurnFilter,
  type TurnListRow,
} from './turns-query.js';

@Injectable()
export class TurnsRepository {
  constructor(private readonly transactions: Transactions) {}

  page(filter: TurnFilter, after: Keyset | undefined, limit: number): Promise<TurnListRow[]> {
    return this.rows(turnsPageSql(filter, after, limit));
  }

  async count(filter: TurnFilter): Promise<number> {
    const [row] = await this.rows<{ total: number }>(countTurnsSql(filter));
    return row?.total ?? 0;
  }

  candidatesPage(
    filter: CandidateFilter,
    after: Keyset | undefined,
    limit: number,
  ): Promise<CandidateListRow[]> {
    return this.rows(candidatesPageSql(filter, after, limit));
  }

  async candidateSums(filter: CandidateFilter): Promise<CandidateSums> {
    const [row] = await this.rows<CandidateSums>(candidateSumsSql(filter));
    if (!row) throw new Error('An aggregate gives one row.');
    return row;
  }

  private rows<Row>({ text, parameters }: Sql): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(text, parameters);
  }
}
