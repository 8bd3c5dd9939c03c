import { z } from 'zod';
import type { ModelFinish } from '../connector.js';
import { parseJson } from '../upstream/parse-json.js';
import type { Piece } from '../upstream/protocol.js';
import { readError } from '../upstream/upstream-error.js';

/** Text is a string, or with some providers a list of parts of which only the text ones are shown. */
const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() })),
]);

const spoken = z.looseObject({
  content: content.nullish(),
  refusal: z.string().nullish(),
  // What a model thinks first: the first name is DeepSeek's and SGLang's, the second OpenRouter's and vLLM's.
  reasoning_content: z.string().nullish().catch(undefined),
  reasoning: z.string().nullish().catch(undefined),
});

/**
 * A `chat.completion.chunk`, or a whole `chat.completion` from a server that does not stream.
 * Loose on purpose: only what is read here is checked, because every compatible server differs elsewhere.
 * https://platform.openai.com/docs/api-reference/chat-streaming
 */
const completionChunk = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        index: z.int().nullish(),
        delta: spoken.nullish(),
        message: spoken.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .looseObject({
      prompt_tokens: z.int().nonnegative().nullish(),
      completion_tokens: z.int().nonnegative().nullish(),
    })
    .nullish(),
  error: z.unknown().optional(),
});

/** Reads one event of the stream. */
export function readChunk(frame: string): Piece | 'done' | undefined {
  const data = frame.trim();
  if (data === '') return { text: '' };
  return data === '[DONE]' ? 'done' : read(data)?.piece;
}

/** Reads a whole completion; one without a choice is no answer. */
export function readCompletion(body: string): Piece | undefined {
  const { piece, answers } = read(body) ?? {};
  if (!piece || !(answers || piece.error)) return undefined;
  return { finish: 'stop', ...piece };
}

/** `answers` is whether it holds a choice at all: some chunks only report usage or filters. */
function read(json: string): { piece: Piece; answers: boolean } | undefined {
  const checked = completionChunk.safeParse(parseJson(json));
  if (!checked.success) return undefined;

  const { choices, usage, error } = checked.data;
  if (error !== undefined && error !== null)
    return { piece: { text: '', error: readError(error) }, answers: false };

  const choice = choices?.find(({ index }) => (index ?? 0) === 0);
  const said = choice?.delta ?? choice?.message;
  const finish = choice?.finish_reason;
  const thinks = Boolean(said?.reasoning_content || said?.reasoning) || hasThoughts(said?.content);
  return {
    piece: {
      text: plainText(said?.content) || (said?.refusal ?? ''),
      thinks,
      ...(finish ? { finish: toModelFinish(finish) } : {}),
      promptTokens: usage?.prompt_tokens ?? undefined,
      completionTokens: usage?.completion_tokens ?? undefined,
    },
    answers: choice !== undefined,
  };
}

type Content = z.infer<typeof content> | null | undefined;

function plainText(value: Content): string {
  if (!value) return '';
  if (typeof value === 'string') return value;
  return value
    .filter(({ type }) => type === undefined || type === 'text')
    .map(({ text }) => text ?? '')
    .join('');
}

/** Mistral sends thoughts as parts of the content: https://docs.mistral.ai/capabilities/reasoning */
const hasThoughts = (value: Content): boolean =>
  Array.isArray(value) && value.some(({ type }) => type === 'thinking');

function toModelFinish(reason: string): ModelFinish {
  if (reason === 'length' || reason === 'max_tokens') return 'length';
  if (reason === 'content_filter') return 'content_filter';
  return 'stop';
}
