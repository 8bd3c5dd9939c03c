import type { ModelConfig } from '@koi/contracts';

/** What a provider's server sends, as its documentation shows it. */
export interface ProviderWire {
  readonly name: string;
  readonly settings: (url: string) => ModelConfig;
  readonly path: string;
  readonly keyHeader: string;
  /** Where its models are listed, and what stands there; not every server has a list. */
  readonly list?: {
    readonly path: string;
    readonly body: object;
    readonly names: readonly string[];
  };
  readonly contentType: string;
  /** An answer of these pieces, with 9 tokens of prompt and 4 written. */
  readonly answer: (pieces: readonly string[], ending?: string) => string;
  /** The beginning of an answer. */
  readonly beginning: (piece: string) => string;
  /** How the server names these ends. */
  readonly endings: { readonly length: string; readonly content_filter?: string };
  /** Wraps a text as one frame of the stream. */
  readonly frame: (text: string) => string;
  readonly refusal: (message: string, status: number) => object;
  readonly errorInStream: (message: string) => string;
  /** JSON that is no frame of this provider. */
  readonly otherJson?: string;
  /** The setting to check when answers cannot be read. */
  readonly toCheck?: string;
}

const event = (name: string, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;

const completionChunk = (more: object): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'tiny', ...more })}\n\n`;
const completionPiece = (content: string): string =>
  completionChunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });

const openAiCompatible: ProviderWire = {
  name: 'openai-compatible',
  settings: (url) => ({
    connector: 'openai-compatible',
    baseUrl: `${url}/v1`,
    model: 'tiny',
    apiKey: '${KEY}',
    parameters: {},
  }),
  path: '/v1/chat/completions',
  keyHeader: 'authorization',
  list: {
    path: '/v1/models',
    body: {
      object: 'list',
      data: [
        { id: 'tiny', object: 'model', created: 1, owned_by: 'a' },
        { id: 'other', object: 'model', created: 1, owned_by: 'a' },
      ],
    },
    names: ['tiny', 'other'],
  },
  contentType: 'text/event-stream; charset=utf-8',
  answer: (pieces, ending = 'stop') =>
    pieces.map(completionPiece).join('') +
    completionChunk({ choices: [{ index: 0, delta: {}, finish_reason: ending }] }) +
    completionChunk({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } }) +
    'data: [DONE]\n\n',
  beginning: completionPiece,
  endings: { length: 'length', content_filter: 'content_filter' },
  frame: (text) => `data: ${text}\n\n`,
  refusal: (message) => ({ error: { message, type: 'some_error', code: null } }),
  errorInStream: (message) =>
    `data: ${JSON.stringify({ error: { message, type: 'server_error', code: 503 } })}\n\n`,
};

const anthropicBeginning =
  event('message_start', {
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [],
      stop_reason: null,
      usage: {
        input_tokens: 7,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 2,
        output_tokens: 1,
      },
    },
  }) +
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
  event('ping', {});
const anthropicPiece = (text: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });

const anthropic: ProviderWire = {
  name: 'anthropic',
  settings: (url) => ({
    connector: 'anthropic',
    baseUrl: `${url}/v1`,
    model: 'claude-x',
    apiKey: '${KEY}',
    parameters: {},
  }),
  path: '/v1/messages',
  keyHeader: 'x-api-key',
  list: {
    path: '/v1/models?limit=1000',
    body: {
      data: [
        {
          type: 'model',
          id: 'claude-x',
          display_name: 'Claude X',
          created_at: '2026-01-01T00:00:00Z',
        },
        {
          type: 'model',
          id: 'claude-y',
          display_name: 'Claude Y',
          created_at: '2026-01-01T00:00:00Z',
        },
      ],
      has_more: false,
      first_id: 'claude-x',
      last_id: 'claude-y',
    },
    names: ['claude-x', 'claude-y'],
  },
  contentType: 'text/event-stream; charset=utf-8',
  answer: (pieces, ending = 'end_turn') =>
    anthropicBeginning +
    pieces.map(anthropicPiece).join('') +
    event('content_block_stop', { index: 0 }) +
    event('message_delta', {
      delta: { stop_reason: ending, stop_sequence: null },
      usage: { output_tokens: 4 },
    }) +
    event('message_stop', {}),
  beginning: (piece) => anthropicBeginning + anthropicPiece(piece),
  endings: { length: 'max_tokens', content_filter: 'refusal' },
  frame: (text) => `data: ${text}\n\n`,
  refusal: (message) => ({ type: 'error', error: { type: 'some_error', message } }),
  errorInStream: (message) => event('error', { error: { type: 'overloaded_error', message } }),
};

const googlePiece = (text: string, more: object = {}, top: object = {}): string =>
  `data: ${JSON.stringify({
    candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...more }],
    modelVersion: 'gemini-x',
    ...top,
  })}\r\n\r\n`;

const google: ProviderWire = {
  name: 'google',
  settings: (url) => ({
    connector: 'google',
    baseUrl: `${url}/v1beta`,
    model: 'gemini-x',
    apiKey: '${KEY}',
    parameters: {},
  }),
  path: '/v1beta/models/gemini-x:streamGenerateContent?alt=sse',
  keyHeader: 'x-goog-api-key',
  list: {
    path: '/v1beta/models?pageSize=1000',
    body: {
      models: [
        {
          name: 'models/gemini-x',
          version: '1',
          displayName: 'Gemini X',
          inputTokenLimit: 1_000_000,
        },
        { name: 'models/gemini-y', version: '1', displayName: 'Gemini Y' },
      ],
    },
    names: ['gemini-x', 'gemini-y'],
  },
  contentType: 'text/event-stream',
  answer: (pieces, ending = 'STOP') =>
    pieces.map((piece) => googlePiece(piece)).join('') +
    googlePiece(
      '',
      { finishReason: ending },
      { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3, thoughtsTokenCount: 1 } },
    ),
  beginning: (piece) => googlePiece(piece),
  endings: { length: 'MAX_TOKENS', content_filter: 'SAFETY' },
  frame: (text) => `data: ${text}\n\n`,
  refusal: (message, status) => ({ error: { code: status, message, status: 'SOME_STATUS' } }),
  errorInStream: (message) =>
    `data: ${JSON.stringify({ error: { code: 503, message, status: 'UNAVAILABLE' } })}\r\n\r\n`,
};

const ollamaLine = (more: object): string =>
  `${JSON.stringify({ model: 'tiny', created_at: '2026-01-01T00:00:00Z', ...more })}\n`;
const ollamaPiece = (content: string): string =>
  ollamaLine({ message: { role: 'assistant', content }, done: false });

const ollama: ProviderWire = {
  name: 'ollama',
  settings: (url) => ({
    connector: 'ollama',
    baseUrl: url,
    model: 'tiny',
    apiKey: '${KEY}',
    parameters: {},
  }),
  path: '/api/chat',
  keyHeader: 'authorization',
  list: {
    path: '/api/tags',
    body: {
      models: [
        { name: 'tiny:latest', model: 'tiny:latest', size: 1, digest: 'd', details: {} },
        { name: 'other:1b', model: 'other:1b', size: 1, digest: 'd', details: {} },
      ],
    },
    names: ['tiny:latest', 'other:1b'],
  },
  contentType: 'application/x-ndjson',
  answer: (pieces, ending = 'stop') =>
    pieces.map(ollamaPiece).join('') +
    ollamaLine({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: ending,
      total_duration: 1,
      prompt_eval_count: 9,
      eval_count: 4,
    }),
  beginning: ollamaPiece,
  endings: { length: 'length' },
  frame: (text) => `${text}\n`,
  refusal: (message) => ({ error: message }),
  errorInStream: (message) => ollamaLine({ error: message }),
};

/** An endpoint as somebody may have written it, who had heard of OpenAI's stream and liked little of it. */
const endpoint = (
  stream: 'events' | 'lines',
  contentType: string,
  frame: (text: string) => string,
): ProviderWire => {
  const send = (data: object): string => frame(JSON.stringify(data));
  const piece = (text: string): string => send({ token: { text }, details: null });
  return {
    name: `http (${stream})`,
    settings: (url) => ({
      connector: 'http',
      url: `${url}/generate?version=2`,
      method: 'POST',
      headers: { 'X-Secret-Key': 'Pond ${KEY}' },
      body: { inputs: '{{transcript}}' },
      response: {
        stream,
        text: '/token/text',
        error: '/oh~1no',
        finish: '/details/reason',
        promptTokens: '/details/read',
        completionTokens: '/details/written',
      },
      parameters: {},
    }),
    path: '/generate?version=2',
    keyHeader: 'x-secret-key',
    contentType,
    answer: (pieces, ending = 'eos') =>
      pieces.map(piece).join('') + send({ details: { reason: ending, read: 9, written: 4 } }),
    beginning: piece,
    endings: { length: 'max_new_tokens', content_filter: 'safety' },
    frame,
    refusal: (message) => ({ 'oh/no': message }),
    errorInStream: (message) => send({ 'oh/no': { message, code: 503 } }),
    otherJson: '{"token":{"text":{}}}',
    toCheck: 'response.text',
  };
};
const events = endpoint('events', 'text/event-stream', (text) => `data: ${text}\n\n`);
const ndjson = endpoint('lines', 'application/json', (text) => `${text}\n`);

export const providerWires = [openAiCompatible, anthropic, google, ollama, events, ndjson] as const;
