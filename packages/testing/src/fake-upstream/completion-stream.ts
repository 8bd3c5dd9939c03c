import { setTimeout as delay } from 'node:timers/promises';
import type { UpstreamBehaviour } from './behaviour.js';
import { chunk, errorBody, usageChunk, type Completion, type Usage } from './wire-format.js';

/** How a stream ends: as it should, by a cut connection, or never. */
export type StreamEnd = 'end' | 'drop' | 'stall';

export interface StreamPlan {
  readonly completion: Completion;
  readonly tokens: readonly string[];
  readonly finishReason: string;
  readonly usage: Usage;
  readonly includeUsage: boolean;
  readonly behaviour: UpstreamBehaviour;
  readonly signal: AbortSignal;
}

/** The SSE text of one streamed completion, piece by piece at the wanted pace; returns how it ends. */
export async function* completionStream(plan: StreamPlan): AsyncGenerator<string, StreamEnd> {
  const { completion, tokens, finishReason, usage, includeUsage, behaviour, signal } = plan;
  const newline = behaviour.lineEnding ?? '\n';
  const event = (data: string) =>
    `${behaviour.comments ? `: keep-alive${newline}` : ''}data: ${data}${newline}${newline}`;
  const pause = (ms: number) => (ms > 0 ? delay(ms, undefined, { signal }) : undefined);
  const betweenMs = behaviour.tokensPerSecond ? 1_000 / behaviour.tokensPerSecond : 0;

  await pause(behaviour.firstTokenDelayMs ?? 0);
  const role = { role: 'assistant', content: '', refusal: null } as const;
  yield event(JSON.stringify(chunk(completion, role, null, includeUsage)));

  for (const [sent, token] of [...tokens, null].entries()) {
    if (sent === behaviour.dropAfterTokens) return 'drop';
    if (sent === behaviour.stallAfterTokens) return 'stall';
    if (sent === behaviour.malformedAfterTokens) {
      yield event('{"id":"chatcmpl-broken","choices":[{"delta":{"content":"');
      return 'end';
    }
    if (sent === behaviour.errorAfterTokens) {
      yield event(JSON.stringify(errorBody(behaviour.refuse ?? { status: 500 })));
      return 'end';
    }
    if (token === null) break;
    if (sent > 0) await pause(betweenMs);
    yield event(JSON.stringify(chunk(completion, { content: token }, null, includeUsage)));
  }
  yield event(JSON.stringify(chunk(completion, {}, finishReason, includeUsage)));
  if (includeUsage) yield event(JSON.stringify(usageChunk(completion, usage)));
  if (!behaviour.omitDone) yield event('[DONE]');
  return 'end';
}
