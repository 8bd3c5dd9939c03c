import { z } from 'zod';
import { hostedModel } from './hosted-model.js';
import { httpUrl } from './model-base.js';

const CHAT_URL = 'must be an http or https URL, usually ending in /v1';

/** Any server that speaks Chat Completions. */
export const openAiCompatibleModel = z.strictObject({
  ...hostedModel,
  connector: z.literal('openai-compatible'),
  /** Up to and with `/v1`. */
  baseUrl: httpUrl(CHAT_URL),
});

/** OpenAI itself. */
export const openAiModel = z.strictObject({
  ...hostedModel,
  connector: z.literal('openai'),
  baseUrl: httpUrl(CHAT_URL).default('https://api.openai.com/v1'),
  /** Which organization and project are billed, for keys that have several. */
  organization: z.string().min(1).optional(),
  project: z.string().min(1).optional(),
});
