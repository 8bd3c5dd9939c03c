import { Controller, Query, type StreamableFile } from '@nestjs/common';
import { downloadRefusedFeedback, getFeedbackIntake, listRefusedFeedback } from '@koi/contracts';
import type { QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload, everyItem } from '../csv/csv-download.js';
import { IntakeService } from './intake.service.js';

@Controller()
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  @Route(getFeedbackIntake)
  count(
    @Query({ schema: getFeedbackIntake.query }) { hours }: QueryOutputOf<typeof getFeedbackIntake>,
  ): Promise<ResponseOf<typeof getFeedbackIntake>> {
    return this.intake.count(hours);
  }

  @Route(listRefusedFeedback)
  refusals(
    @Query({ schema: listRefusedFeedback.query }) query: QueryOutputOf<typeof listRefusedFeedback>,
  ): Promise<ResponseOf<typeof listRefusedFeedback>> {
    return this.intake.refusals(query);
  }

  @Route(downloadRefusedFeedback)
  download(
    @Query({ schema: downloadRefusedFeedback.query })
    query: QueryOutputOf<typeof downloadRefusedFeedback>,
  ): StreamableFile {
    return csvDownload(
      'refused-feedback',
      ['idempotencyKey', 'refusedAt', 'kind', 'code', 'detail', 'command'],
      everyItem((place) => this.intake.refusals({ ...query, ...place })),
    );
  }
}
