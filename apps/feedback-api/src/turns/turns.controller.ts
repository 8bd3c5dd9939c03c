import { Controller, Query, StreamableFile } from '@nestjs/common';
import {
  downloadCandidates,
  downloadTurns,
  listCandidateRecords,
  listTurnRecords,
} from '@koi/contracts';
import type { QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvFile, toCsv } from '../csv/to-csv.js';
import { candidateColumns, candidateCsvRows, turnColumns, turnCsvRows } from './csv.js';
import { TurnsService } from './turns.service.js';

@Controller()
export class TurnsController {
  constructor(private readonly turns: TurnsService) {}

  @Route(listTurnRecords)
  list(
    @Query({ schema: listTurnRecords.query }) query: QueryOutputOf<typeof listTurnRecords>,
  ): Promise<ResponseOf<typeof listTurnRecords>> {
    return this.turns.list(query);
  }

  @Route(downloadTurns)
  download(
    @Query({ schema: downloadTurns.query }) query: QueryOutputOf<typeof downloadTurns>,
  ): StreamableFile {
    return new StreamableFile(
      toCsv(turnCsvRows(this.turns.all(query)), turnColumns),
      csvFile('messages'),
    );
  }

  @Route(listCandidateRecords)
  listCandidates(
    @Query({ schema: listCandidateRecords.query })
    query: QueryOutputOf<typeof listCandidateRecords>,
  ): Promise<ResponseOf<typeof listCandidateRecords>> {
    return this.turns.listCandidates(query);
  }

  @Route(downloadCandidates)
  downloadCandidates(
    @Query({ schema: downloadCandidates.query }) query: QueryOutputOf<typeof downloadCandidates>,
  ): StreamableFile {
    return new StreamableFile(
      toCsv(candidateCsvRows(this.turns.allCandidates(query)), candidateColumns),
      csvFile('answers'),
    );
  }
}
