import { Injectable } from '@nestjs/common';
import type { ChatCompletion, StreamEvent } from '@koi/contracts';
import { StreamingService } from '../../streaming/streaming.service.js';
import { startingTurn, type StreamedTurn } from '../../streaming/streamed-turn.js';
import type { AcceptedCompletion } from './accept-completion.service.js';
import { completionHead, toChatCompletion } from './completion-shape.js';
import { GenerationFailed } from './completions.errors.js';

/** Follows the answers of an accepted request. Who asked over this API and goes away wants no more of the answer. */
@Injectable()
export class CompletionsService {
  constructor(private readonly streaming: StreamingService) {}

  async turn({ participantId, turnId, stored }: AcceptedCompletion): Promise<StreamedTurn> {
    return stored ? startingTurn(stored.turn) : this.streaming.ownTurn(participantId, turnId);
  }

  /**
   * Waits for the whole completion; `undefined` when the client has gone.
   *
   * @throws GenerationFailed as soon as one of its answers has failed.
   */
  async whole(
    accepted: AcceptedCompletion,
    model: string,
    gone: AbortSignal,
  ): Promise<ChatCompletion | undefined> {
    const turn = await this.turn(accepted);
    const failed = (event: StreamEvent): GenerationFailed | undefined =>
      event.type === 'done' && event.state === 'failed'
        ? new GenerationFailed(event.detail ?? 'The model could not answer.')
        : undefined;
    const ended = await this.follow(accepted, turn, failed, gone);
    if (gone.aborted) return undefined;
    return toChatCompletion(completionHead(turn, model), ended.candidates);
  }

  /**
   * Passes on the events of every answer until all have ended, the client has gone, or `take` returns a failure, which
   * is thrown. In the last two cases what is still being written is stopped. Answers the turn as it ended.
   */
  async follow(
    accepted: AcceptedCompletion,
    turn: StreamedTurn,
    take: (event: StreamEvent) => GenerationFailed | undefined,
    gone: AbortSignal,
  ): Promise<StreamedTurn> {
    const cut = new AbortController();
    const failures: GenerationFailed[] = [];
    const ended = await this.streaming.follow(
      turn,
      {
        participantId: accepted.participantId,
        early: accepted.stored?.early,
        signal: AbortSignal.any([gone, cut.signal]),
      },
      (event) => {
        if (gone.aborted || failures.length > 0) return;
        const failure = take(event);
        if (!failure) return;
        failures.push(failure);
        cut.abort();
      },
    );
    const [failure] = failures;
    if (failure || gone.aborted) await this.streaming.stop(accepted.participantId, turn.id);
    if (failure) throw failure;
    return ended;
  }
}
