import { Body, Controller, HttpStatus, Param, Res } from '@nestjs/common';
import { giveComment, giveCorrection, giveRanking, giveVote } from '@koi/contracts';
import type {
  ParamsOf,
  RankingBody,
  RankingReceipt,
  VoteBody,
  VoteReceipt,
  WordsBody,
  WordsReceipt,
} from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { IdempotencyKey, Route } from '@koi/service';
import type { FastifyReply } from 'fastify';
import { CurrentParticipant } from '../participants/participant.guard.js';
import { FeedbackService } from './feedback.service.js';

/** Votes, rankings, corrections and comments from the chat page. 200: stored in Postgres; 202: durably queued. */
@Controller()
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  @Route(giveVote)
  async vote(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveVote.params }) { candidateId }: ParamsOf<typeof giveVote>,
    @Body({ schema: giveVote.body }) body: VoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VoteReceipt> {
    return withStatus(reply, await this.feedback.vote(participant.id, candidateId, body, key));
  }

  @Route(giveRanking)
  async rank(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveRanking.params }) { turnId }: ParamsOf<typeof giveRanking>,
    @Body({ schema: giveRanking.body }) body: RankingBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RankingReceipt> {
    return withStatus(reply, await this.feedback.rank(participant.id, turnId, body, key));
  }

  @Route(giveCorrection)
  async correct(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveCorrection.params }) { candidateId }: ParamsOf<typeof giveCorrection>,
    @Body({ schema: giveCorrection.body }) { text }: WordsBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WordsReceipt> {
    const words = { kind: 'correction', candidateId, text } as const;
    return withStatus(reply, await this.feedback.write(participant.id, words, key));
  }

  @Route(giveComment)
  async comment(
    @CurrentParticipant() participant: ParticipantEntity,
    @IdempotencyKey() key: string,
    @Param({ schema: giveComment.params }) { candidateId }: ParamsOf<typeof giveComment>,
    @Body({ schema: giveComment.body }) { text }: WordsBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WordsReceipt> {
    const words = { kind: 'comment', candidateId, text } as const;
    return withStatus(reply, await this.feedback.write(participant.id, words, key));
  }
}

function withStatus<Receipt extends { status: 'stored' | 'queued' }>(
  reply: FastifyReply,
  receipt: Receipt,
): Receipt {
  if (receipt.status === 'queued') void reply.status(HttpStatus.ACCEPTED);
  return receipt;
}
