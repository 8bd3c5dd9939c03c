import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { GatewayConfig } from '@koi/config';
import { createChatCompletion, DomainError, toOpenAiError } from '@koi/contracts';
import type { ChatCompletionBody, StreamEvent } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { CONFIG, LOGGER, OptionalIdempotencyKey, Route, toProblem } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentApiKey } from '../api-keys/api-key.guard.js';
import type { OpenKey } from '../api-keys/open-key.js';
import { AcceptCompletionService, type AcceptedCompletion } from './accept-completion.service.js';
import { ChunkWriter } from './chunk-writer.js';
import { completionHead, usageOf } from './completion-shape.js';
import { GenerationFailed } from './completions.errors.js';
import { CompletionsService } from './completions.service.js';
import { EventResponse } from './event-response.js';

@Controller()
export class CompletionsController {
  constructor(
    private readonly acceptance: AcceptCompletionService,
    private readonly completions: CompletionsService,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(createChatCompletion)
  async create(
    @CurrentApiKey() key: OpenKey,
    @OptionalIdempotencyKey() idempotencyKey: string | undefined,
    @Body({ schema: createChatCompletion.body }) body: ChatCompletionBody,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const accepted = await this.acceptance.accept(key, body, idempotencyKey);
    try {
      if (body.stream) return await this.stream(accepted, body, request, reply, gone.signal);
      const completion = await this.completions.whole(accepted, body.model, gone.signal);
      if (completion) void reply.send(createChatCompletion.response?.parse(completion));
    } catch (error) {
      // koi has tried again already where that made sense; clients that would by themselves read this header.
      if (error instanceof GenerationFailed) void reply.header('x-should-retry', 'false');
      throw error;
    }
  }

  /** What fails before the first byte is thrown; later it is an event, and the stream ends without `[DONE]`. */
  private async stream(
    accepted: AcceptedCompletion,
    body: ChatCompletionBody,
    request: FastifyRequest,
    reply: FastifyReply,
    gone: AbortSignal,
  ): Promise<void> {
    const events = new EventResponse(reply, this.config.KOI_HEARTBEAT_SECONDS * 1_000);
    try {
      const turn = await this.completions.turn(accepted);
      const chunks = new ChunkWriter(
        completionHead(turn, body.model),
        body.stream_options?.include_usage === true,
        (chunk) => events.data(chunk),
      );
      const take = (event: StreamEvent) => chunks.take(event);
      const ended = await this.completions.follow(accepted, turn, take, gone);
      if (gone.aborted) return;
      chunks.end(usageOf(ended.candidates));
      events.done();
    } catch (error) {
      if (!events.begun) throw error;
      if (!(error instanceof DomainError))
        this.logger.error({ err: error, turnId: accepted.turnId }, 'a stream broke off');
      events.data(toOpenAiError(toProblem(error, request.id)));
    } finally {
      events.close();
    }
  }
}
