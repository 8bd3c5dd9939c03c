import { Body, Controller, HttpStatus, Param, Res } from '@nestjs/common';
import { giveRanking, giveVote } from '@koi/contracts';
import type { ParamsOf, RankingBody, RankingReceipt, VoteBody, VoteReceipt } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { IdempotencyKey, Route } from '@koi/service';
import type { FastifyReply } from 'fastify';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { FeedbackService } from './feedback.service.js';

/** Votes and rankings from the chat page. 200: stored in Postgres; 202: durably queued. */
@Controller()
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  @Route(giveVote)
  async vote(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveVote.params }) { candidateId }: ParamsOf<typeof giveVote>,
    @Body({ schema: giveVote.body }) { value }: VoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VoteReceipt> {
    return withStatus(reply, await this.feedback.vote(participant.id, candidateId, value, key));
  }

  @Route(giveRanking)
  async rank(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveRanking.params }) { turnId }: ParamsOf<typeof giveRanking>,
    @Body({ schema: giveRanking.body }) { outcome }: RankingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RankingReceipt> {
    return withStatus(reply, await this.feedback.rank(participant.id, turnId, outcome, key));
  }
}

function withStatus<Receipt extends { status: 'stored' | 'queued' }>(
  reply: FastifyReply,
  receipt: Receipt,
): Receipt {
  if (receipt.status === 'queued') void reply.status(HttpStatus.ACCEPTED);
  return receipt;
}
