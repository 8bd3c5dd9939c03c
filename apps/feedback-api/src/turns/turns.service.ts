import { Injectable } from '@nestjs/common';
import {
  COUNTED_ROWS,
  type CandidateRow,
  type listCandidateRecords,
  type listTurnRecords,
  type QueryOutputOf,
  type ResponseOf,
  type TurnRow,
} from '@koi/contracts';
import { everyRow, FILE_PAGE } from '../paging/every-row.js';
import { decodeCursor, pageOfRows } from '../paging/keyset-cursor.js';
import type { CandidateFilter, CandidateListRow, TurnFilter, TurnListRow } from './turns-query.js';
import { TurnsRepository } from './turns.repository.js';

/** The rows behind the counts of messages and answers, the latest first. */
@Injectable()
export class TurnsService {
  constructor(private readonly turns: TurnsRepository) {}

  async list({
    cursor,
    limit,
    ...filter
  }: QueryOutputOf<typeof listTurnRecords>): Promise<ResponseOf<typeof listTurnRecords>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const [found, total] = await Promise.all([
      this.turns.page(filter, after, limit),
      this.turns.count(filter),
    ]);
    const { rows, nextCursor } = pageOfRows(found, limit);
    return { items: rows.map(toTurnRow), nextCursor, ...toTotal(total) };
  }

  async listCandidates({
    cursor,
    limit,
    ...filter
  }: QueryOutputOf<typeof listCandidateRecords>): Promise<ResponseOf<typeof listCandidateRecords>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const [found, { total, ...sums }] = await Promise.all([
      this.turns.candidatesPage(filter, after, limit),
      this.turns.candidateSums(filter),
    ]);
    const { rows, nextCursor } = pageOfRows(found, limit);
    const counted = toTotal(total);
    return {
      items: rows.map(toCandidateRow),
      nextCursor,
      ...counted,
      sums: counted.totalIsExact ? sums : null,
    };
  }

  /** Every message the filter matches, read page by page as they are taken. */
  async *all(filter: TurnFilter): AsyncGenerator<TurnRow> {
    for await (const row of everyRow((after) => this.turns.page(filter, after, FILE_PAGE)))
      yield toTurnRow(row);
  }

  async *allCandidates(filter: CandidateFilter): AsyncGenerator<CandidateRow> {
    for await (const row of everyRow((after) =>
      this.turns.candidatesPage(filter, after, FILE_PAGE),
    ))
      yield toCandidateRow(row);
  }
}

const toTotal = (count: number) => ({
  total: Math.min(count, COUNTED_ROWS),
  totalIsExact: count <= COUNTED_ROWS,
});

function toTurnRow({ at: _, createdAt, ...row }: TurnListRow): TurnRow {
  return { ...row, createdAt: createdAt.toISOString() };
}

function toCandidateRow({
  at: _,
  createdAt,
  amount,
  currency,
  ...row
}: CandidateListRow): CandidateRow {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    cost: amount === null || currency === null ? null : { amount, currency },
  };
}
