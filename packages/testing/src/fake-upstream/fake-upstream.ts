import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerText, tokensOf } from './answer-text.js';
import type { ChatCompletionRequest, UpstreamBehaviour, UpstreamRefusal } from './behaviour.js';
import { completionStream, type StreamPlan } from './completion-stream.js';
import { byteSplitter } from './split-bytes.js';
import { errorBody, promptTokens, wholeCompletion } from './wire-format.js';

/** A request the fake upstream got, and what became of it. */
export interface RecordedRequest {
  readonly body: ChatCompletionRequest;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Milliseconds since the epoch, as the two below. */
  readonly receivedAt: number;
  /** Set when the caller closed the connection before the answer was whole. */
  abortedAt?: number;
  /** Set when the answer was sent whole. */
  endedAt?: number;
}

export type Script = UpstreamBehaviour | ((request: ChatCompletionRequest) => UpstreamBehaviour);

export interface FakeUpstreamOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Names that `/v1/models` lists. Default `fake-1`, `fake-2`. Any name is answered. */
  readonly models?: readonly string[];
  /** When set, requests without it as bearer token get 401. */
  readonly apiKey?: string;
  readonly script?: Script;
}

/** A running fake upstream. */
export interface FakeUpstream {
  /** Up to and with `/v1`, as koi.yaml wants it. */
  readonly baseUrl: string;
  /** Chat completions asked for so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Sets what happens with every request that no `next` is waiting for. */
  script(script: Script): void;
  /** Sets what happens with the next request alone; several calls queue up. */
  next(script: Script): void;
  stop(): Promise<void>;
}

/**
 * Starts a server that speaks OpenAI's chat-completions wire format, streamed and whole, and misbehaves as told.
 *
 * @example
 * const upstream = await fakeUpstream({ script: { text: 'Hello', splits: { every: 1 } } });
 * upstream.next({ refuse: { status: 429, retryAfterSeconds: 2 } });
 */
export async function fakeUpstream(options: FakeUpstreamOptions = {}): Promise<FakeUpstream> {
  const requests: RecordedRequest[] = [];
  const queued: Script[] = [];
  let standing: Script = options.script ?? {};
  const models = options.models ?? ['fake-1', 'fake-2'];

  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    void route(request, response).catch(() => response.destroy());
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0];
    const key = request.headers.authorization?.replace(/^Bearer /, '');
    // As real providers do, it repeats the key it refuses: what koi shows of this must not.
    if (options.apiKey && key !== options.apiKey)
      return refuse(response, {
        status: 401,
        message: key ? `Incorrect API key provided: ${key}.` : "You didn't provide an API key.",
      });
    if (request.method === 'GET' && path === '/v1/models')
      return sendJson(response, 200, {
        object: 'list',
        data: models.map((id) => ({
          id,
          object: 'model',
          created: 1_700_000_000,
          owned_by: 'koi',
        })),
      });
    if (request.method !== 'POST' || path !== '/v1/chat/completions')
      return refuse(response, {
        status: 404,
        message: `Invalid URL (${request.method} ${path})`,
        code: 'unknown_url',
      });
    const body = await readBody(request);
    if (!body)
      return refuse(response, { status: 400, message: "Missing required parameter: 'messages'." });

    const record: RecordedRequest = { body, headers: request.headers, receivedAt: Date.now() };
    requests.push(record);
    const script = queued.shift() ?? standing;
    await answer(body, typeof script === 'function' ? script(body) : script, response, record);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    script: (script) => (standing = script),
    next: (script) => void queued.push(script),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  body: ChatCompletionRequest,
  behaviour: UpstreamBehaviour,
  response: ServerResponse,
  record: RecordedRequest,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (response.writableFinished) record.endedAt = Date.now();
    else record.abortedAt = Date.now();
    gone.abort();
  });
  const { refuse: refusal, errorAfterTokens, text = answerText } = behaviour;
  if (refusal && errorAfterTokens === undefined) return refuse(response, refusal);

  const all = tokensOf(typeof text === 'function' ? text(body) : text);
  const limit = body.max_completion_tokens ?? body.max_tokens ?? Infinity;
  const tokens = all.slice(0, limit);
  const finishReason = behaviour.finishReason ?? (all.length > limit ? 'length' : 'stop');
  const usage = {
    prompt_tokens: behaviour.usage?.promptTokens ?? promptTokens(body),
    completion_tokens: behaviour.usage?.completionTokens ?? tokens.length,
  };
  const plan: StreamPlan = {
    completion: {
      id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
      created: Math.floor(Date.now() / 1_000),
      model: body.model,
    },
    tokens,
    finishReason,
    usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    includeUsage: body.stream_options?.include_usage === true,
    behaviour,
    signal: gone.signal,
  };
  await (body.stream ? sendStream(response, plan) : sendWhole(response, plan));
}

async function sendStream(response: ServerResponse, plan: StreamPlan): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': plan.completion.id,
  });
  response.flushHeaders();
  const split = byteSplitter(plan.behaviour.splits);
  const stream = completionStream(plan);
  for (;;) {
    const { value, done } = await stream.next();
    if (done) {
      if (value === 'end') response.end();
      if (value === 'drop') response.destroy();
      return;
    }
    const pieces = split(Buffer.from(value));
    for (const piece of pieces) {
      if (piece.length > 0) response.write(piece);
      // Let the kernel send each piece on its own; otherwise they arrive as one.
      if (pieces.length > 1) await delay(1, undefined, { signal: plan.signal });
    }
  }
}

async function sendWhole(response: ServerResponse, plan: StreamPlan): Promise<void> {
  const { behaviour, tokens, completion, finishReason, usage, signal } = plan;
  const rate = behaviour.tokensPerSecond ?? 0;
  const writingMs = rate > 0 ? (tokens.length / rate) * 1_000 : 0;
  await delay((behaviour.firstTokenDelayMs ?? 0) + writingMs, undefined, { signal });
  if (behaviour.dropAfterTokens !== undefined) response.destroy();
  else if (behaviour.malformedAfterTokens !== undefined)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"chatcmpl-broken",');
  else if (behaviour.stallAfterTokens === undefined)
    sendJson(response, 200, wholeCompletion(completion, tokens.join(''), finishReason, usage));
}

function refuse(response: ServerResponse, refusal: UpstreamRefusal): void {
  if (refusal.retryAfterSeconds !== undefined)
    response.setHeader('retry-after', String(refusal.retryAfterSeconds));
  sendJson(response, refusal.status, errorBody(refusal));
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<ChatCompletionRequest | undefined> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(part as Buffer);
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Partial<ChatCompletionRequest>;
    return Array.isArray(body.messages) && typeof body.model === 'string'
      ? (body as ChatCompletionRequest)
      : undefined;
  } catch {
    return undefined;
  }
}
