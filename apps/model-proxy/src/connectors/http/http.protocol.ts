import type { ModelConfig, ResponseStream } from '@koi/contracts';
import jsonpointer from 'jsonpointer';
import type { ModelFinish } from '../connector.js';
import { parseJson } from '../upstream/parse-json.js';
import type { Framing, Piece, Protocol } from '../upstream/protocol.js';
import { readError, type UpstreamError } from '../upstream/upstream-error.js';
import { fillTemplate } from './fill-template.js';

type HttpModel = Extract<ModelConfig, { connector: 'http' }>;
type ResponseSettings = HttpModel['response'];

const FRAMES: Readonly<Record<ResponseStream, Framing>> = {
  none: 'whole',
  events: 'events',
  lines: 'lines',
  text: 'text',
};
const ACCEPT: Readonly<Record<ResponseStream, string>> = {
  none: 'application/json',
  events: 'text/event-stream',
  lines: 'application/x-ndjson',
  text: 'text/plain',
};

/** OpenAI's word for the end of a stream, which many have taken over. */
const DONE = '[DONE]';

/** Any endpoint that takes JSON, as koi.yaml describes it. Headers and body hold their secrets already. */
export function httpProtocol({
  url,
  method,
  headers,
  body,
  response,
}: Pick<HttpModel, 'url' | 'method' | 'headers' | 'response'> & {
  readonly body: Readonly<Record<string, unknown>>;
}): Protocol {
  const { stream, text, finish, end } = response;
  return {
    url,
    method,
    headers: { accept: ACCEPT[stream], ...lowerCased(headers) },
    frames: FRAMES[stream],
    // Without a word for it, the end of a stream is where the upstream closes it.
    endsByClosing: stream === 'none' || (finish === undefined && end === undefined),
    mustSpeak: true,
    hint:
      text === undefined
        ? 'check url, and response.stream'
        : `check url, and that the text stands at ${text} as response.text says`,
    body: (request) => fillTemplate(body, request),
    read: (frame) => readFrame(frame, response),
    errorIn: (value) => errorIn(value, response),
  };
}

function readFrame(frame: string, response: ResponseSettings): Piece | 'done' | undefined {
  const { text, finish, promptTokens, completionTokens, end = DONE } = response;
  if (response.stream === 'text') return { text: frame };
  if (frame.trim() === end) return 'done';
  if (text === undefined) return { text: frame };
  if (frame.trim() === '') return {};

  const value = parseJson(frame);
  if (typeof value !== 'object' || value === null) return undefined;
  const error = errorIn(value, response);
  if (error) return { error };
  const said = at(value, text) ?? undefined;
  if (said !== undefined && typeof said !== 'string') return undefined;
  return {
    text: said,
    finish: toFinish(at(value, finish)),
    promptTokens: toCount(at(value, promptTokens)),
    completionTokens: toCount(at(value, completionTokens)),
  };
}

/** What stands at a place of an answer; `undefined` when nothing does. */
const at = (value: object, pointer: string | undefined): unknown =>
  pointer === undefined ? undefined : (jsonpointer.get(value, pointer) as unknown);

/** The upstream's own words where it says that it failed; nothing, `null`, `false` and the empty text are no failure. */
function errorIn(
  value: unknown,
  { error: pointer = '/error', text }: ResponseSettings,
): UpstreamError | undefined {
  if (text === undefined || typeof value !== 'object' || value === null) return undefined;
  const error = at(value, pointer);
  return error ? readError(error) : undefined;
}

/** Any word ends an answer; those for a limit or a filter are known by what many servers call them. */
function toFinish(reason: unknown): ModelFinish | undefined {
  if (reason === undefined || reason === null || reason === false || reason === '')
    return undefined;
  const word = typeof reason === 'string' ? reason.toLowerCase() : '';
  if (/length|max_?(new_?|output_?)?tokens/.test(word)) return 'length';
  return /content_?filter|safety|refusal/.test(word) ? 'content_filter' : 'stop';
}

const toCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
