import { z } from 'zod';
import type { Fetch, HttpAnswer } from '../../egress/fetch.js';
import {
  describe,
  failureOfStatus,
  readErrorBody,
  type UpstreamName,
} from './upstream-response.js';
import { UpstreamFailure } from '../upstream-failure.js';
import { parseJson } from './parse-json.js';

/** No list is as long as this (in UTF-16 code units); an endless one must not fill the memory. */
const LIST_LIMIT = 8 * 1024 * 1024;

/** OpenAI's and Anthropic's `data[].id`, Google's and Ollama's `models[].name`. */
const modelList = z.union([
  z
    .looseObject({ data: z.array(z.looseObject({ id: z.string() })) })
    .transform(({ data }) => data.map(({ id }) => id)),
  z
    .looseObject({ models: z.array(z.looseObject({ name: z.string() })) })
    .transform(({ models }) => models.map(({ name }) => name.replace(/^models\//, ''))),
]);

interface Asking {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  readonly upstream: UpstreamName;
  readonly signal: AbortSignal;
}

/**
 * The names of the models an upstream has, in its own order.
 *
 * @throws UpstreamFailure, or what `fetch` throws.
 */
export async function listModels(asking: Asking): Promise<string[]> {
  const { url, headers, fetch, upstream, signal } = asking;
  const response = await fetch(url, {
    headers: { ...headers, accept: 'application/json' },
    redirect: 'manual',
    signal,
  });
  if (!response.ok)
    throw failureOfStatus(
      response.status,
      response.headers,
      await readErrorBody(response),
      upstream,
    );
  const list = modelList.safeParse(parseJson(await readText(response)));
  if (list.success) return list.data;
  throw new UpstreamFailure('bad_response', describe(upstream, 'sent no list of models'));
}

async function readText(response: HttpAnswer): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LIST_LIMIT) return '';
  }
  return text;
}
