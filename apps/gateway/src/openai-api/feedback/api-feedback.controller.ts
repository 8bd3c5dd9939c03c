import { Body, Controller, HttpStatus, Res } from '@nestjs/common';
import { giveOpenAiFeedback } from '@koi/contracts';
import type { OpenAiFeedbackBody, OpenAiFeedbackReceipt } from '@koi/contracts';
import { newId } from '@koi/database';
import { OptionalIdempotencyKey, Route } from '@koi/service';
import type { FastifyReply } from 'fastify';
import { CurrentApiKey } from '../api-keys/api-key.guard.js';
import type { OpenKey } from '../api-keys/open-key.js';
import { ApiFeedbackService } from './api-feedback.service.js';

@Controller()
export class ApiFeedbackController {
  constructor(private readonly feedback: ApiFeedbackService) {}

  @Route(giveOpenAiFeedback)
  async give(
    @CurrentApiKey() key: OpenKey,
    @OptionalIdempotencyKey() idempotencyKey: string | undefined,
    @Body({ schema: giveOpenAiFeedback.body }) body: OpenAiFeedbackBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpenAiFeedbackReceipt> {
    const receipt = await this.feedback.give(key, body, idempotencyKey ?? newId());
    if (receipt.status === 'queued') void reply.status(HttpStatus.ACCEPTED);
    return receipt;
  }
}
