import type { ChatCompletionRequest, UpstreamRefusal } from './behaviour.js';

/** OpenAI's chat-completions objects, as its API reference shows them. */
export interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

type Delta = { role?: 'assistant'; content?: string; refusal?: null };

export function chunk(
  { id, created, model }: Completion,
  delta: Delta,
  finishReason: string | null,
  includeUsage: boolean,
): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_koi',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(includeUsage && { usage: null }),
  };
}

export function usageChunk({ id, created, model }: Completion, usage: Usage): object {
  return {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_koi',
    choices: [],
    usage,
  };
}

export function wholeCompletion(
  { id, created, model }: Completion,
  content: string,
  finishReason: string,
  usage: Usage,
): object {
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage,
    service_tier: 'default',
    system_fingerprint: 'fp_koi',
  };
}

const REFUSALS: Record<UpstreamRefusal['status'], { type: string; code: string; message: string }> =
  {
    400: { type: 'invalid_request_error', code: 'invalid_value', message: 'Invalid request.' },
    401: {
      type: 'invalid_request_error',
      code: 'invalid_api_key',
      message: 'Incorrect API key provided.',
    },
    403: { type: 'invalid_request_error', code: 'forbidden', message: 'You may not use this.' },
    404: {
      type: 'invalid_request_error',
      code: 'model_not_found',
      message: 'The model does not exist or you do not have access to it.',
    },
    429: { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached.' },
    500: { type: 'server_error', code: 'server_error', message: 'The server had an error.' },
    502: { type: 'server_error', code: 'bad_gateway', message: 'Bad gateway.' },
    503: { type: 'server_error', code: 'overloaded', message: 'The engine is overloaded.' },
  };

export function errorBody({ status, message, code }: UpstreamRefusal): object {
  const usual = REFUSALS[status];
  return {
    error: {
      message: message ?? usual.message,
      type: usual.type,
      param: null,
      code: code ?? usual.code,
    },
  };
}

/** A rough count: the fake has no tokenizer, four characters stand for a token. */
export function promptTokens({ messages }: ChatCompletionRequest): number {
  return messages.reduce((sum, { content }) => sum + 4 + Math.ceil(content.length / 4), 3);
}
