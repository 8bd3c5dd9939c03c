import type { HttpAnswer } from '../../egress/fetch.js';
import { UpstreamFailure, type UpstreamFailureKind } from '../upstream-failure.js';
import { readError, type UpstreamError } from './upstream-error.js';

const ERROR_BODY_LIMIT = 8_192;

/** Shorter than what is read by more than any key is long, so that no key is cut in two before it is found. */
const SHOWN_LIMIT = 4_096;

/** An error as it was read, and as it came. */
export interface ErrorBody extends UpstreamError {
  readonly raw: string;
}

/** Says which model at which host, for the operator's eyes. */
export interface UpstreamName {
  readonly host: string;
  readonly model: string;
  /** Removes the key from a text of the upstream, should it repeat it. */
  readonly redact: (text: string) => string;
}

/** What an HTTP answer that is not 2xx means. */
export function failureOfStatus(
  status: number,
  headers: HttpAnswer['headers'],
  error: ErrorBody,
  upstream: UpstreamName,
): UpstreamFailure {
  const kind = kindOf(status, error);
  return new UpstreamFailure(kind, describe(upstream, `answered ${status}`, error), {
    answer: { status, body: upstream.redact(error.raw).slice(0, SHOWN_LIMIT) },
    // Servers under load or in maintenance say with 503, too, when to come back.
    ...(kind === 'rate_limited' || kind === 'server_error'
      ? { retryAfterMs: retryAfterMs(headers) }
      : {}),
  });
}

/** An error that came inside an answer that had begun well; its code is often the HTTP status it should have had. */
export function failureInStream(error: UpstreamError, upstream: UpstreamName): UpstreamFailure {
  const status = Number(error.code);
  const kind = status >= 400 && status < 600 ? kindOf(status, error) : kindOf(502, error);
  return new UpstreamFailure(kind, describe(upstream, 'reported an error', error));
}

export function describe(upstream: UpstreamName, what: string, error?: UpstreamError): string {
  const said = error?.message ? `: ${upstream.redact(error.message).slice(0, 300)}` : '';
  return `${upstream.model} at ${upstream.host} ${what}${said}`;
}

function kindOf(status: number, { code }: UpstreamError): UpstreamFailureKind {
  if (status === 401 || status === 403 || status === 402) return 'refused_key';
  // An empty account answers 429 too, but waiting does not fill it.
  if (code === 'insufficient_quota' || code === 'invalid_api_key') return 'refused_key';
  if (status === 404) return 'not_found';
  if (status === 408) return 'stalled';
  if (status === 429 || code === 'rate_limit_exceeded') return 'rate_limited';
  if (status >= 500) return 'server_error';
  if (status >= 400) return 'rejected';
  return 'bad_response';
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or OpenAI's `retry-after-ms`. */
function retryAfterMs(headers: HttpAnswer['headers']): number | undefined {
  const precise = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (precise >= 0) return precise;
  const given = headers.get('retry-after');
  if (given === null || given.trim() === '') return undefined;
  const seconds = Number(given);
  if (seconds >= 0) return seconds * 1_000;
  const moment = Date.parse(given);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.now());
}

/** The error in a body, read up to a limit. */
export async function readErrorBody(
  response: HttpAnswer,
  errorIn: (value: unknown) => UpstreamError | undefined = () => undefined,
): Promise<ErrorBody> {
  const raw = await readStart(response);
  return { ...readErrorText(raw, errorIn), raw };
}

async function readStart(response: HttpAnswer): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= ERROR_BODY_LIMIT) break;
  }
  return text;
}

function readErrorText(
  text: string,
  errorIn: (value: unknown) => UpstreamError | undefined,
): UpstreamError {
  try {
    const body: unknown = JSON.parse(text);
    const found = errorIn(body);
    if (found) return found;
    if (typeof body === 'object' && body !== null && 'error' in body) return readError(body.error);
    return readError(body);
  } catch {
    return { message: text.replace(/\s+/g, ' ').trim(), code: '' };
  }
}
