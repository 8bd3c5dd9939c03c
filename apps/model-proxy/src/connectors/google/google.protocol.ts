import { z } from 'zod';
import type { ConnectorRequest, ModelFinish } from '../connector.js';
import { parseJson } from '../upstream/parse-json.js';
import type { Piece, Protocol } from '../upstream/protocol.js';
import { spokenTurns } from '../upstream/spoken-turns.js';

const count = z.int().nonnegative().nullish();

/** https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse, the part that is read here. */
const generateContentResponse = z.looseObject({
  candidates: z
    .array(
      z.looseObject({
        content: z
          .looseObject({
            parts: z
              .array(z.looseObject({ text: z.string().nullish(), thought: z.boolean().nullish() }))
              .nullish(),
          })
          .nullish(),
        finishReason: z.string().nullish(),
      }),
    )
    .nullish(),
  promptFeedback: z.looseObject({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .looseObject({
      promptTokenCount: count,
      candidatesTokenCount: count,
      thoughtsTokenCount: count,
    })
    .nullish(),
  error: z
    .looseObject({ code: z.union([z.int(), z.string()]).nullish(), message: z.string().nullish() })
    .nullish(),
});

/** Reasons for which Gemini itself cuts an answer off. */
const FILTERED = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII']);

/** Google's Gemini API. */
export function googleProtocol(settings: {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
}): Protocol {
  const model = encodeURIComponent(settings.model.replace(/^models\//, ''));
  return {
    url: `${settings.baseUrl.replace(/\/+$/, '')}/models/${model}:streamGenerateContent?alt=sse`,
    listUrl: `${settings.baseUrl.replace(/\/+$/, '')}/models?pageSize=1000`,
    headers: {
      accept: 'text/event-stream',
      // In a header, not in the address: addresses are logged along the way.
      ...(settings.apiKey ? { 'x-goog-api-key': settings.apiKey } : {}),
    },
    frames: 'events',
    hint: 'check that baseUrl is right, usually ending in /v1beta',
    body: contentRequest,
    read: readResponse,
  };
}

function contentRequest({ messages, parameters }: ConnectorRequest): Record<string, unknown> {
  const { system, turns } = spokenTurns(messages);
  const { temperature, topP, maxTokens, stop, seed } = parameters;
  return {
    contents: turns.map(({ role, text }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: [{ text }],
    })),
    ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    generationConfig: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { topP }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: stop }),
      ...(seed === undefined ? {} : { seed }),
    },
  };
}

function readResponse(frame: string): Piece | undefined {
  const response = generateContentResponse.safeParse(parseJson(frame));
  if (!response.success) return undefined;
  const { candidates, promptFeedback, usageMetadata, error } = response.data;
  if (error)
    return { text: '', error: { message: error.message ?? '', code: String(error.code ?? '') } };

  const [candidate] = candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  const text = parts
    .filter(({ thought }) => !thought)
    .map((part) => part.text ?? '')
    .join('');
  const reason = promptFeedback?.blockReason ? 'SAFETY' : candidate?.finishReason;
  const written = usageMetadata?.candidatesTokenCount;
  return {
    text,
    thinks: parts.some(({ thought }) => thought),
    finish: reason ? toFinish(reason) : undefined,
    promptTokens: usageMetadata?.promptTokenCount ?? undefined,
    // Thoughts are billed as what is written.
    completionTokens:
      written == null ? undefined : written + (usageMetadata?.thoughtsTokenCount ?? 0),
  };
}

function toFinish(reason: string): ModelFinish {
  if (reason === 'MAX_TOKENS') return 'length';
  return FILTERED.has(reason) ? 'content_filter' : 'stop';
}
