import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { readCompletionRequest, RequestRefused } from './completion-request.js';
import { errorBody, messageOf, sendJson, sendStream, sendWhole } from './completion-response.js';
import { predictionOf, type Model } from './model.js';

export interface ServeModelOptions {
  /**
   * What a caller must know. It is asked for on loopback, too, because any page in the browser of this machine can
   * send requests there.
   */
  readonly key: string;
  /** What the server calls the model; koi does not need it. */
  readonly name?: string;
  /** `127.0.0.1` by default: only this machine. */
  readonly host?: string;
  /** 8100 by default; 0 takes a free one. */
  readonly port?: number;
  /** Told of everything the model throws; by default it is printed to stderr. The caller reads its message. */
  readonly onError?: (error: unknown) => void;
}

/** A model that is being served. */
export interface ServedModel {
  /** The `url` of the `callback` connector, such as `http://127.0.0.1:8100`. */
  readonly url: string;
  /** Aborts the answers that are being written and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves a function, or an object with `predict`, as a model for koi's `callback` connector. It speaks OpenAI's chat
 * completions under `/v1`, so any other client can use it, too.
 *
 * ```ts
 * const served = await serveModel(
 *   async function* (messages, { signal }) {
 *     for (const word of await think(messages, signal)) yield word;
 *   },
 *   { key: process.env.POND_KEY ?? '' },
 * );
 * console.log(served.url);
 * ```
 *
 * Many answers may be asked for at a time; a model that cannot write in parallel gets `concurrency: 1` in koi.yaml.
 *
 * @throws when the key is empty or the port is taken.
 */
export async function serveModel(model: Model, options: ServeModelOptions): Promise<ServedModel> {
  const { key, name = 'callback', host = '127.0.0.1', port = 8100 } = options;
  const { onError = print } = options;
  if (key === '') throw new Error('serveModel needs a key that is not empty.');

  const running = new Set<AbortController>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    refuseWithoutKey(request, key);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/v1/models') return sendModels(request, response, name);
    if (path !== '/v1/chat/completions') throw new RequestRefused(404, `There is no ${path} here.`);
    refuseOtherThan('POST', request);
    const { messages, parameters, stream } = await readCompletionRequest(request);

    const left = new AbortController();
    running.add(left);
    response.once('close', () => {
      running.delete(left);
      if (!response.writableFinished)
        left.abort(new Error('Nobody waits for this answer any more.'));
    });
    const { signal } = left;
    const pieces = untilAborted(predictionOf(model, messages, { signal, parameters }), signal);
    await (stream ? sendStream : sendWhole)(response, name, pieces);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Who has left is told nothing, and what a stopped model throws is no failure.
      if (response.destroyed) return;
      if (!(error instanceof RequestRefused)) onError(error);
      if (response.headersSent) return;
      // What is left of a body that was not read would be taken for the next request.
      response.setHeader('connection', 'close');
      if (error instanceof RequestRefused)
        sendJson(response, error.status, errorBody(error.message, 'invalid_request_error'));
      else sendJson(response, 500, errorBody(messageOf(error), 'server_error'));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const answering of running) answering.abort(new Error('The server closes.'));
        server.closeAllConnections();
      }),
  };
}

function print(error: unknown): void {
  process.stderr.write(`${inspect(error)}\n`);
}

/** Ends with the signal, also when the model is deaf to it, and lets the model's generator clean up. */
async function* untilAborted(
  pieces: AsyncGenerator<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // Nobody may be reading when it comes.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([pieces.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: a generator that hangs would hang here for good.
    pieces.return(undefined).catch(() => undefined);
  }
}

function refuseWithoutKey({ headers }: IncomingMessage, key: string): void {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (!timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${key}`)))
    throw new RequestRefused(401, 'The key is missing or wrong.');
}

function refuseOtherThan(method: string, request: IncomingMessage): void {
  if (request.method !== method)
    throw new RequestRefused(405, `Use ${method}, not ${request.method}.`);
}

/** What a client asks to find out whether it reaches the server with the right key. */
function sendModels(request: IncomingMessage, response: ServerResponse, name: string): void {
  refuseOtherThan('GET', request);
  sendJson(response, 200, {
    object: 'list',
    data: [{ id: name, object: 'model', created: 0, owned_by: 'koi' }],
  });
}
