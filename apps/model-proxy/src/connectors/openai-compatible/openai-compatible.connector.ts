import { createParser } from 'eventsource-parser';
import type { Connector, ConnectorEvent, ConnectorRequest, ModelFinish } from '../connector.js';
import { mergeBody } from '../upstream/merge-body.js';
import { UpstreamFailure } from '../upstream-failure.js';
import { WholeCharacters } from '../whole-characters.js';
import { readChunk, type CompletionPiece } from './completion-chunk.js';
import { adaptedRequest, completionRequest, type CompletionRequest } from './request-body.js';
import {
  describe,
  failureInStream,
  failureOfStatus,
  readErrorBody,
  type UpstreamName,
} from './upstream-response.js';

/** No line of a stream is as long as this (in UTF-16 code units); an endless one must not fill the memory. */
const LINE_LIMIT = 8 * 1024 * 1024;

export interface OpenAiCompatibleSettings {
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  readonly fetch?: typeof fetch;
  readonly headers?: Readonly<Record<string, string>>;
  /** Merged into every request; see `mergeBody`. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
}

/** Speaks the Chat Completions protocol: OpenAI itself, vLLM, llama.cpp, Ollama, LiteLLM, OpenRouter and others. */
export class OpenAiCompatibleConnector implements Connector {
  private readonly url: string;
  private readonly fetch: typeof fetch;
  private readonly upstream: UpstreamName;

  constructor(private readonly settings: OpenAiCompatibleSettings) {
    const { baseUrl, model, apiKey } = settings;
    this.url = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
    this.fetch = settings.fetch ?? fetch;
    this.upstream = {
      host: new URL(baseUrl).host,
      model,
      redact: (text) => (apiKey ? text.replaceAll(apiKey, '[key]') : text),
    };
  }

  async *stream(request: ConnectorRequest): AsyncGenerator<ConnectorEvent> {
    request.signal.throwIfAborted();
    // A reader that leaves takes the connection with it.
    const left = new AbortController();
    const signal = AbortSignal.any([request.signal, left.signal]);
    try {
      const response = await this.ask(completionRequest(this.settings.model, request), signal);
      yield* this.events(response, request.onActivity);
    } catch (error) {
      request.signal.throwIfAborted();
      throw this.toFailure(error);
    } finally {
      left.abort();
    }
  }

  private async ask(body: CompletionRequest, signal: AbortSignal): Promise<Response> {
    const response = await this.fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json;q=0.9',
        ...this.settings.headers,
        ...(this.settings.apiKey ? { authorization: `Bearer ${this.settings.apiKey}` } : {}),
      },
      body: JSON.stringify(mergeBody(body, this.settings.extraBody ?? {})),
      // A redirect could carry the key and the conversation to another host.
      redirect: 'manual',
      signal,
    });
    if (response.ok) return response;

    const error = await readErrorBody(response);
    if (response.status === 400 || response.status === 422) {
      const adapted = adaptedRequest(body, error.message);
      if (adapted) return this.ask(adapted, signal);
    }
    throw failureOfStatus(response.status, response.headers, error, this.upstream);
  }

  private async *events(
    response: Response,
    onActivity: ConnectorRequest['onActivity'],
  ): AsyncGenerator<ConnectorEvent> {
    const characters = new WholeCharacters();
    let usage: CompletionPiece['usage'];
    let finish: ModelFinish | undefined;

    for await (const piece of this.pieces(response)) {
      if (piece === 'done') {
        finish ??= 'stop';
        break;
      }
      if (piece.error) throw failureInStream(piece.error, this.upstream);
      const text = characters.take(piece.text);
      if (piece.thinks) onActivity?.();
      if (text !== '') yield { type: 'text', text };
      usage = piece.usage ?? usage;
      finish = piece.finish ?? finish;
    }

    const rest = characters.end();
    if (rest !== '') yield { type: 'text', text: rest };
    if (finish === undefined) {
      throw new UpstreamFailure(
        'bad_response',
        describe(this.upstream, 'ended the stream in the middle of the answer'),
      );
    }
    if (usage) yield { type: 'usage', ...usage };
    yield { type: 'finish', reason: finish };
  }

  /** The chunks of an event stream, or the one piece of a server that answers with plain JSON all the same. */
  private async *pieces(response: Response): AsyncGenerator<CompletionPiece | 'done'> {
    const contentType = response.headers.get('content-type') ?? '';
    if (contentType.includes('text/html')) throw this.unreadable('a web page');
    if (/\bjson\b/.test(contentType)) {
      const piece = this.read(await response.text());
      if (!piece.answers && !piece.error) throw this.unreadable();
      yield piece;
      yield 'done';
      return;
    }

    const lines: string[] = [];
    const parser = createParser({
      maxBufferSize: LINE_LIMIT,
      onEvent: ({ data }) => lines.push(data),
      onError: (error) => {
        // Fields a server made up are skipped, as the standard says; a line without end is not.
        if (error.type === 'max-buffer-size-exceeded') throw this.unreadable();
      },
    });
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      parser.feed(decoder.decode(bytes as Uint8Array, { stream: true }));
      for (const data of lines.splice(0)) yield this.readLine(data);
    }
    // The last event counts even when the server forgot the empty line behind it.
    parser.feed(decoder.decode());
    parser.feed('\n\n');
    for (const data of lines.splice(0)) yield this.readLine(data);
  }

  private readLine(data: string): CompletionPiece | 'done' {
    if (data.trim() === '') return { text: '', answers: false, thinks: false };
    return data.trim() === '[DONE]' ? 'done' : this.read(data);
  }

  private read(json: string): CompletionPiece {
    const piece = readChunk(json);
    if (!piece) throw this.unreadable();
    return piece;
  }

  private unreadable(what = 'something that is not a chat completion'): UpstreamFailure {
    return new UpstreamFailure(
      'bad_response',
      describe(this.upstream, `sent ${what}; check that baseUrl is right, usually ending in /v1`),
    );
  }

  private toFailure(error: unknown): UpstreamFailure {
    if (error instanceof UpstreamFailure) return error;
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const code =
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection failed';
    return new UpstreamFailure('unreachable', describe(this.upstream, `is unreachable (${code})`));
  }
}
