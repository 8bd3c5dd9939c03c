import { z } from 'zod';
import type { ModelFinish } from '../connector.js';

/** Text is a string, or with some providers a list of parts of which only the text ones are shown. */
const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() })),
]);

const spoken = z.looseObject({
  content: content.nullish(),
  refusal: z.string().nullish(),
  // What a model thinks first: the first name is DeepSeek's and vLLM's, the second OpenRouter's.
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

export interface CompletionPiece {
  readonly text: string;
  /** Whether it holds an answer at all; some chunks only report usage or filters. */
  readonly answers: boolean;
  /** Whether the model thought, which is not shown. */
  readonly thinks: boolean;
  readonly finish?: ModelFinish;
  readonly usage?: { readonly promptTokens: number; readonly completionTokens: number };
  /** The upstream's own words when it reports an error in the middle of an answer. */
  readonly error?: UpstreamError;
}

export interface UpstreamError {
  readonly message: string;
  readonly code: string;
}

/** Reads one chunk; `undefined` when it is not one. */
export function readChunk(json: string): CompletionPiece | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const checked = completionChunk.safeParse(value);
  if (!checked.success) return undefined;

  const { choices, usage, error } = checked.data;
  if (error !== undefined && error !== null)
    return { text: '', answers: false, thinks: false, error: readError(error) };

  const choice = choices?.find(({ index }) => (index ?? 0) === 0);
  const said = choice?.delta ?? choice?.message;
  const finish = choice?.finish_reason;
  return {
    text: plainText(said?.content) || (said?.refusal ?? ''),
    answers: choice !== undefined,
    thinks: Boolean(said?.reasoning_content || said?.reasoning),
    ...(finish ? { finish: toModelFinish(finish) } : {}),
    ...(usage?.completion_tokens != null && usage.prompt_tokens != null
      ? {
          usage: { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens },
        }
      : {}),
  };
}

/** Reads an error body: OpenAI's `{"error":{"message","code"}}`, or one of the shapes others made of it. */
export function readError(error: unknown): UpstreamError {
  if (typeof error === 'string') return { message: error, code: '' };
  const fields = z
    .looseObject({
      message: z.string().nullish().catch(undefined),
      detail: z.string().nullish().catch(undefined),
      code: z.union([z.string(), z.number()]).nullish().catch(undefined),
      type: z.string().nullish().catch(undefined),
    })
    .safeParse(error);
  if (!fields.success) return { message: '', code: '' };
  return {
    message: fields.data.message ?? fields.data.detail ?? '',
    code: String(fields.data.code ?? fields.data.type ?? ''),
  };
}

function plainText(value: z.infer<typeof content> | null | undefined): string {
  if (!value) return '';
  if (typeof value === 'string') return value;
  return value
    .filter(({ type }) => type === undefined || type === 'text')
    .map(({ text }) => text ?? '')
    .join('');
}

function toModelFinish(reason: string): ModelFinish {
  if (reason === 'length' || reason === 'max_tokens') return 'length';
  if (reason === 'content_filter') return 'content_filter';
  return 'stop';
}
