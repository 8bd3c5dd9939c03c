import { Body, Controller, Param, Query } from '@nestjs/common';
import { dropDeadLetter, listDeadLetters, retryDeadLetter } from '@koi/contracts';
import type { BodyOf, ParamsOf, QueryOutputOf, ResponseOf } from '@koi/contracts';
import { Route } from '@koi/service';
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
}
