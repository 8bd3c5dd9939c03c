import { z } from 'zod';
import type { ConnectorRequest, ModelFinish } from '../connector.js';
import { parseJson } from '../upstream/parse-json.js';
import type { Piece, Protocol } from '../upstream/protocol.js';
import { spokenTurns } from '../upstream/spoken-turns.js';

/** The version of the Messages API whose events are read here. */
const VERSION = '2023-06-01';

/** The API wants a limit; where the owner sets none, this many tokens. */
const DEFAULT_MAX_TOKENS = 4_096;

const count = z.int().nonnegative().nullish();

/** https://docs.anthropic.com/en/api/messages-streaming; other events, present and future, carry nothing read here. */
const messageEvent = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message_start'),
    message: z.looseObject({
      usage: z
        .looseObject({
          input_tokens: count,
          cache_creation_input_tokens: count,
          cache_read_input_tokens: count,
        })
        .nullish(),
    }),
  }),
  z.looseObject({
    type: z.literal('content_block_delta'),
    delta: z.looseObject({ type: z.string(), text: z.string().nullish() }),
  }),
  z.looseObject({
    type: z.literal('message_delta'),
    delta: z.looseObject({ stop_reason: z.string().nullish() }),
    usage: z.looseObject({ output_tokens: count }).nullish(),
  }),
  z.looseObject({ type: z.literal('message_stop') }),
  z.looseObject({
    type: z.literal('error'),
    error: z.looseObject({ type: z.string(), message: z.string() }),
  }),
]);
const READ = new Set(messageEvent.options.map(({ shape }) => shape.type.value as string));

/** Anthropic's Messages API. */
export function anthropicProtocol(settings: {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}): Protocol {
  return {
    url: `${settings.baseUrl.replace(/\/+$/, '')}/messages`,
    listUrl: `${settings.baseUrl.replace(/\/+$/, '')}/models?limit=1000`,
    headers: {
      accept: 'text/event-stream',
      'anthropic-version': VERSION,
      ...(settings.apiKey ? { 'x-api-key': settings.apiKey } : {}),
    },
    frames: 'events',
    hint: 'check that baseUrl is right, usually ending in /v1',
    body: (request) => messagesRequest(settings.model, request),
    read: readEvent,
  };
}

function messagesRequest(
  model: string,
  { messages, parameters }: ConnectorRequest,
): Record<string, unknown> {
  const { system, turns } = spokenTurns(messages);
  const { temperature, topP, maxTokens, stop } = parameters;
  return {
    model,
    max_tokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    messages: turns.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    ...(system === undefined ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop_sequences: stop }),
  };
}

function readEvent(frame: string): Piece | 'done' | undefined {
  const value = parseJson(frame);
  const named = z.looseObject({ type: z.string() }).safeParse(value);
  if (!named.success) return undefined;
  if (!READ.has(named.data.type)) return { text: '' };
  const event = messageEvent.safeParse(value);
  if (!event.success) return undefined;

  switch (event.data.type) {
    case 'message_start': {
      const { usage } = event.data.message;
      if (usage?.input_tokens == null) return { text: '' };
      const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = usage;
      // What is read from the cache or written to it is part of the prompt, and counted apart.
      const cached = (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0);
      return { text: '', promptTokens: input_tokens + cached };
    }
    case 'content_block_delta':
      return event.data.delta.type === 'text_delta'
        ? { text: event.data.delta.text ?? '' }
        : { text: '', thinks: event.data.delta.type === 'thinking_delta' };
    case 'message_delta': {
      const { delta, usage } = event.data;
      return {
        text: '',
        finish: delta.stop_reason ? toFinish(delta.stop_reason) : undefined,
        completionTokens: usage?.output_tokens ?? undefined,
      };
    }
    case 'message_stop':
      return 'done';
    case 'error': {
      const { type, message } = event.data.error;
      return { text: '', error: { message, code: type } };
    }
  }
}

function toFinish(reason: string): ModelFinish {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length';
  return reason === 'refusal' ? 'content_filter' : 'stop';
}
