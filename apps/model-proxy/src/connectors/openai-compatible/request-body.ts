import type { ConnectorRequest } from '../connector.js';
import type { RequestBody } from '../upstream/protocol.js';

/** The body of POST /chat/completions. What is not asked for is left out, so that the model's own default holds. */
export function completionRequest(
  model: string,
  { messages, parameters }: ConnectorRequest,
): RequestBody {
  const { temperature, topP, maxTokens, stop, seed } = parameters;
  return {
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/**
 * The same request as a server can take it that refused it for the name of one field, or `undefined` when the
 * refusal has another reason. Older servers do not know `stream_options`; newer OpenAI models want
 * `max_completion_tokens` in place of `max_tokens`.
 */
export function adaptedRequest(body: RequestBody, refusal: string): RequestBody | undefined {
  if ('stream_options' in body && /stream_options|include_usage/.test(refusal)) {
    const { stream_options: _dropped, ...rest } = body;
    return rest;
  }
  if ('max_tokens' in body && refusal.includes('max_completion_tokens')) {
    const { max_tokens: limit, ...rest } = body;
    return { ...rest, max_completion_tokens: limit };
  }
  return undefined;
}
