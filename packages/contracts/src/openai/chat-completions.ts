import { z } from 'zod';
import { uuid } from '../ids.js';
import { defineRoute } from '../http/define-route.js';
import { MAX_MESSAGES, openAiMessage } from './chat-messages.js';

/** The most answers (`n`) one request may ask for. */
export const MAX_CHOICES = 8;

const only = (what: string) => `koi supports ${what} only`;
const tokens = z.int().min(1).max(1_000_000).nullish();

/**
 * The body of `POST /v1/chat/completions`.
 *
 * Fields koi does not know, and those that only tune (penalties, logit_bias, service_tier…), are ignored. Fields that
 * promise a form of answer koi cannot give (tools, JSON schemas, log probabilities, audio) are refused when they ask
 * for it: a client must not wait for a tool call that never comes.
 */
export const chatCompletionBody = z
  .object({
    /** The slug of a chatbot. */
    model: z.string().min(1).max(200),
    messages: z.array(openAiMessage).min(1).max(MAX_MESSAGES),
    n: z.int().min(1).max(MAX_CHOICES).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().gt(0).max(1).nullish(),
    max_tokens: tokens,
    /** Goes before `max_tokens`, its older name. */
    max_completion_tokens: tokens,
    stop: z
      .union([z.string(), z.array(z.string()).max(16)])
      .nullish()
      .refine((stop) => [stop ?? 'x'].flat().every((text) => text !== ''), 'must not be empty'),
    seed: z.int().nullish(),
    /** Whom the program asks for: each is a participant of their own. */
    user: z.string().max(256).nullish(),
    /** Checked as OpenAI checks it, and not stored. */
    metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
    tools: z.array(z.unknown()).max(0, 'koi does not call tools').nullish(),
    functions: z.array(z.unknown()).max(0, 'koi does not call functions').nullish(),
    response_format: z
      .object({ type: z.literal('text', { error: only('response_format "text"') }) })
      .nullish(),
    logprobs: z.literal(false, { error: 'koi gives no log probabilities' }).nullish(),
    modalities: z.array(z.literal('text', { error: only('the modality "text"') })).nullish(),
    audio: z.null({ error: 'koi does not speak' }).optional(),
  })
  .refine(({ messages }) => messages.at(-1)?.role === 'user', {
    path: ['messages'],
    message: 'the last message must have the role user: it is the one that is answered',
  });
export type ChatCompletionBody = z.output<typeof chatCompletionBody>;

/** What koi adds to OpenAI's shape: the ids that feedback and exports name. */
const koiIds = z.object({
  conversation_id: uuid,
  turn_id: uuid,
  /** In the order of `choices`. */
  candidate_ids: z.array(uuid),
});

const finishReason = z.enum(['stop', 'length', 'content_filter']);

export const openAiUsage = z.object({
  prompt_tokens: z.int().nonnegative(),
  /** Of all choices together. */
  completion_tokens: z.int().nonnegative(),
  total_tokens: z.int().nonnegative(),
});
export type OpenAiUsage = z.infer<typeof openAiUsage>;

const completion = {
  /** `chatcmpl-<turn id>` */
  id: z.string(),
  /** Seconds since the epoch. */
  created: z.int(),
  model: z.string(),
};

export const chatCompletion = z.object({
  ...completion,
  object: z.literal('chat.completion'),
  choices: z.array(
    z.object({
      index: z.int().nonnegative(),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: finishReason,
    }),
  ),
  usage: openAiUsage,
  koi: koiIds,
});
export type ChatCompletion = z.infer<typeof chatCompletion>;

/** One `data:` line of a stream; `koi` stands in the first, `usage` in one of its own before the end. */
export const chatCompletionChunk = z.object({
  ...completion,
  object: z.literal('chat.completion.chunk'),
  choices: z.array(
    z.object({
      index: z.int().nonnegative(),
      delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
      logprobs: z.null(),
      finish_reason: finishReason.nullable(),
    }),
  ),
  usage: openAiUsage.nullable().optional(),
  koi: koiIds.optional(),
});
export type ChatCompletionChunk = z.infer<typeof chatCompletionChunk>;

/** With `stream: true` the answer is an event stream of `chatCompletionChunk`, ended by `data: [DONE]`. */
export const createChatCompletion = defineRoute({
  method: 'POST',
  path: '/v1/chat/completions',
  summary: 'Answers the last message of a conversation, whole or as a stream.',
  tag: 'openai',
  body: chatCompletionBody,
  response: chatCompletion,
  produces: 'text/event-stream',
  status: 200,
  auth: 'api_key',
  problems: [
    'invalid_api_key',
    'model_not_found',
    'chatbot_without_model',
    'consent_required',
    'idempotency_key_reused',
    'generation_failed',
    'unavailable',
  ],
});
