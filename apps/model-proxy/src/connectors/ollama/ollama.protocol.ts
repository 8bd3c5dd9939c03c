import { z } from 'zod';
import type { ConnectorRequest } from '../connector.js';
import { parseJson } from '../upstream/parse-json.js';
import type { Piece, Protocol } from '../upstream/protocol.js';

const count = z.int().nonnegative().nullish();

/** A line of Ollama's chat stream: https://github.com/ollama/ollama/blob/main/docs/api.md */
const chatLine = z.looseObject({
  message: z
    .looseObject({ content: z.string().nullish(), thinking: z.string().nullish() })
    .nullish(),
  done: z.boolean().nullish(),
  done_reason: z.string().nullish(),
  prompt_eval_count: count,
  eval_count: count,
  error: z.string().nullish(),
});

/** Ollama's own chat API. */
export function ollamaProtocol(settings: {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** How long the model stays loaded after the answer, as Ollama writes it: `5m`, `-1`. */
  readonly keepAlive?: string | undefined;
}): Protocol {
  return {
    url: `${settings.baseUrl.replace(/\/+$/, '')}/api/chat`,
    listUrl: `${settings.baseUrl.replace(/\/+$/, '')}/api/tags`,
    headers: {
      accept: 'application/x-ndjson',
      ...(settings.apiKey ? { authorization: `Bearer ${settings.apiKey}` } : {}),
    },
    frames: 'lines',
    hint: 'check that baseUrl is Ollama’s own address, without /v1',
    body: ({ messages, parameters }) => ({
      model: settings.model,
      messages,
      stream: true,
      ...(settings.keepAlive === undefined ? {} : { keep_alive: toKeepAlive(settings.keepAlive) }),
      options: optionsOf(parameters),
    }),
    read: readLine,
  };
}

/** A number alone has to be one in JSON, or Ollama looks for its unit. */
const toKeepAlive = (given: string): string | number => (given === '-1' ? -1 : given);

function optionsOf({
  temperature,
  topP,
  maxTokens,
  stop,
  seed,
}: ConnectorRequest['parameters']): Record<string, unknown> {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(maxTokens === undefined ? {} : { num_predict: maxTokens }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function readLine(frame: string): Piece | undefined {
  const line = chatLine.safeParse(parseJson(frame));
  if (!line.success) return undefined;
  const { message, done, done_reason: reason, prompt_eval_count, eval_count, error } = line.data;
  if (error != null) return { text: '', error: { message: error, code: '' } };
  return {
    text: message?.content ?? '',
    thinks: Boolean(message?.thinking),
    finish: done ? (reason === 'length' ? 'length' : 'stop') : undefined,
    // A prompt that Ollama has cached is not counted again; then the count is missing.
    promptTokens: prompt_eval_count ?? undefined,
    completionTokens: eval_count ?? undefined,
  };
}
