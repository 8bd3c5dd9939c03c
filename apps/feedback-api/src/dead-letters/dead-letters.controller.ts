import { Body, Controller, Param, Query, type StreamableFile } from '@nestjs/common';
import {
  downloadDeadLetters,
  dropDeadLetter,
  listDeadLetters,
  retryDeadLetter,
} from '@koi/contracts';
import type { BodyOf, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload } from '../csv/csv-download.js';
import { Actor } from '../audit/actor.decorator.js';
import { DeadLettersService } from './dead-letters.service.js';

@Controller()
export class DeadLettersController {
  constructor(private readonly letters: DeadLettersService) {}

  @Route(listDeadLetters)
  list(
    @Query({ schema: listDeadLetters.query }) query: QueryOutputOf<typeof listDeadLetters>,
  ): Promise<ResponseOf<typeof listDeadLetters>> {
    return this.letters.list(query);
  }

  @Route(retryDeadLetter)
  retry(
    @Actor() actor: string,
    @Param({ schema: retryDeadLetter.params }) { queue, jobId }: ParamsOf<typeof retryDeadLetter>,
    @Body({ schema: retryDeadLetter.body }) { payload }: BodyOf<typeof retryDeadLetter>,
  ): Promise<void> {
    return this.letters.retry(actor, { queue, jobId }, payload);
  }

  @Route(dropDeadLetter)
  drop(
    @Actor() actor: string,
    @Param({ schema: dropDeadLetter.params }) { queue, jobId }: ParamsOf<typeof dropDeadLetter>,
  ): Promise<void> {
    return this.letters.drop(actor, { queue, jobId });
  }

  @Route(downloadDeadLetters)
  async download(
    @Query({ schema: downloadDeadLetters.query }) query: QueryOutputOf<typeof downloadDeadLetters>,
  ): Promise<StreamableFile> {
    const { items } = await this.letters.list({ ...query, limit: 200 });
    return csvDownload(
      'dead-letters',
      ['queue', 'jobId', 'error', 'attempts', 'addedAt', 'failedAt', 'payload', 'issues'],
      items,
    );
  }
}
