import { Body, Controller, Query, type StreamableFile } from '@nestjs/common';
import { downloadTrainingRuns, listTrainingRuns, startTrainingRun } from '@koi/contracts';
import type { BodyOf, QueryOutputOf, ResponseOf, TrainingRun } from '@koi/contracts';
import { Route } from '@koi/service';
import { Actor } from '../audit/actor.decorator.js';
import { csvDownload, everyItem } from '../csv/csv-download.js';
import { TrainingService } from './training.service.js';

@Controller()
export class TrainingController {
  constructor(private readonly training: TrainingService) {}

  @Route(startTrainingRun)
  start(
    @Actor() actor: string,
    @Body({ schema: startTrainingRun.body }) body: Required<BodyOf<typeof startTrainingRun>>,
  ): Promise<TrainingRun> {
    return this.training.start(actor, body);
  }

  @Route(listTrainingRuns)
  list(
    @Query({ schema: listTrainingRuns.query }) query: QueryOutputOf<typeof listTrainingRuns>,
  ): Promise<ResponseOf<typeof listTrainingRuns>> {
    return this.training.list(query);
  }

  @Route(downloadTrainingRuns)
  download(): StreamableFile {
    return csvDownload(
      'training-runs',
      [
        ...(['id', 'method', 'baseModel', 'datasetLabel', 'datasetVersionId', 'state'] as const),
        ...(['progress', 'metrics', 'modelVersion', 'message', 'error'] as const),
        ...(['createdAt', 'startedAt', 'endedAt'] as const),
      ],
      everyItem((place) => this.training.list(place)),
    );
  }
}
