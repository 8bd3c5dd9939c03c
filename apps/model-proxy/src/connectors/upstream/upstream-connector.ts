import type { Fetch, HttpAnswer } from '../../egress/fetch.js';
import type { Connector, ConnectorEvent, ConnectorRequest } from '../connector.js';
import { UpstreamFailure } from '../upstream-failure.js';
import { AnswerSoFar } from './answer-so-far.js';
import { eventData, type Frames, LineTooLong, lines, plainText, whole } from './frames.js';
import { listModels } from './list-models.js';
import { mergeBody } from './merge-body.js';
import {
  joinPieces,
  type Framing,
  type Piece,
  type Protocol,
  type RequestBody,
} from './protocol.js';
import { redactorOf } from './redact.js';
import {
  describe,
  failureInStream,
  failureOfStatus,
  readErrorBody,
  type UpstreamName,
} from './upstream-response.js';

export interface Upstream {
  /** What the operator knows the model by: mostly the upstream's own name of it. */
  readonly model: string;
  /** Removed from every text of the upstream that is passed on. */
  readonly secrets?: readonly string[] | undefined;
  readonly fetch: Fetch;
  /** Merged into every request; see `mergeBody`. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
}

const CUTTERS: Readonly<Record<Framing, (bytes: AsyncIterable<Uint8Array>) => Frames>> = {
  events: eventData,
  lines,
  text: plainText,
  whole: async function* (bytes) {
    yield [await whole(bytes)];
  },
};

async function* noFrames(): Frames {}

/** What came together as one piece, up to a frame that ends the answer, fails it or cannot be read. */
function* readTogether(
  together: readonly string[],
  read: (frame: string) => Piece | 'done' | undefined,
): Generator<Piece | 'done' | undefined> {
  let joined: Piece | undefined;
  for (const frame of together) {
    const piece = read(frame);
    if (piece !== undefined && piece !== 'done' && !piece.error) {
      joined = joined ? joinPieces(joined, piece) : piece;
      continue;
    }
    if (joined) yield joined;
    joined = undefined;
    yield piece;
  }
  if (joined) yield joined;
}

/** Asks a provider over HTTP and reads its streamed answer, in the provider's own protocol. */
export class UpstreamConnector implements Connector {
  /** Only where the protocol has a list. */
  readonly listModels?: (signal: AbortSignal) => Promise<string[]>;
  private readonly name: UpstreamName;

  constructor(
    private readonly protocol: Protocol,
    private readonly upstream: Upstream,
  ) {
    const { model, secrets = [] } = upstream;
    this.name = {
      host: new URL(protocol.url).host,
      model,
      redact: redactorOf(secrets),
    };
    const { listUrl } = protocol;
    if (listUrl) this.listModels = (signal) => this.list(listUrl, signal);
  }

  async *stream(request: ConnectorRequest): AsyncGenerator<ConnectorEvent> {
    request.signal.throwIfAborted();
    // A reader that leaves takes the connection with it.
    const left = new AbortController();
    try {
      const signal = AbortSignal.any([request.signal, left.signal]);
      const response = await this.ask(this.protocol.body(request), signal);
      const answer = new AnswerSoFar();
      // One loop for all that a token passes: each generator more would cost as much again as reading it.
      const { frames, read } = this.reading(response);
      reading: for await (const together of frames) {
        for (const piece of readTogether(together, read)) {
          if (piece === undefined) throw this.unreadable();
          if (piece === 'done') {
            answer.finish ??= 'stop';
            break reading;
          }
          if (piece.error) throw failureInStream(piece.error, this.name);
          const text = answer.take(piece);
          if (piece.thinks) request.onActivity?.();
          if (text !== '') yield { type: 'text', text };
        }
      }
      yield* this.end(answer);
    } catch (error) {
      request.signal.throwIfAborted();
      throw this.toFailure(error);
    } finally {
      left.abort();
    }
  }

  private async list(url: string, signal: AbortSignal): Promise<string[]> {
    try {
      return await listModels({
        url,
        headers: this.protocol.headers,
        fetch: this.upstream.fetch,
        upstream: this.name,
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw this.toFailure(error);
    }
  }

  private async ask(body: RequestBody, signal: AbortSignal): Promise<HttpAnswer> {
    const { url, method = 'POST', headers } = this.protocol;
    const response = await this.upstream.fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(mergeBody(body, this.upstream.extraBody ?? {})),
      // A redirect could carry the key and the conversation to another host.
      redirect: 'manual',
      signal,
    });
    if (response.ok) return response;

    const error = await readErrorBody(response, (value) => this.protocol.errorIn?.(value));
    if (response.status === 400 || response.status === 422) {
      const adapted = this.protocol.adapt?.(body, error.message);
      if (adapted) return this.ask(adapted, signal);
    }
    throw failureOfStatus(response.status, response.headers, error, this.name);
  }

  /** How an answer is cut into frames, and how each of them is read. */
  private reading({ body, headers }: HttpAnswer): {
    readonly frames: Frames;
    readonly read: (frame: string) => Piece | 'done' | undefined;
  } {
    const { protocol } = this;
    const contentType = headers.get('content-type') ?? '';
    if (contentType.includes('text/html'))
      throw this.badResponse(`sent a web page; ${protocol.hint}`);
    const readWhole = protocol.readWhole?.bind(protocol);
    if (body !== null && readWhole && /\bjson\b/.test(contentType))
      return { frames: CUTTERS.whole(body), read: readWhole };
    return {
      frames: body === null ? noFrames() : CUTTERS[protocol.frames](body),
      read: (frame) => protocol.read(frame),
    };
  }

  private *end(answer: AnswerSoFar): Generator<ConnectorEvent> {
    const rest = answer.rest();
    if (rest !== '') yield { type: 'text', text: rest };
    const finish = answer.finish ?? (this.protocol.endsByClosing ? 'stop' : undefined);
    if (finish === undefined)
      throw this.badResponse('ended the stream in the middle of the answer');
    if (this.protocol.mustSpeak && finish === 'stop' && !answer.spoke)
      throw this.badResponse(`sent no text; ${this.protocol.hint}`);
    const usage = answer.usage();
    if (usage) yield usage;
    yield { type: 'finish', reason: finish };
  }

  private unreadable(): UpstreamFailure {
    return this.badResponse(`sent something that cannot be read; ${this.protocol.hint}`);
  }

  private badResponse(what: string): UpstreamFailure {
    return new UpstreamFailure('bad_response', describe(this.name, what));
  }

  private toFailure(error: unknown): UpstreamFailure {
    if (error instanceof UpstreamFailure) return error;
    if (error instanceof LineTooLong) return this.badResponse('sent an answer without end');
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const code =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection failed';
    return new UpstreamFailure('unreachable', describe(this.name, `is unreachable (${code})`));
  }
}
