import { z } from 'zod';
import { secretReference } from '../secret-reference.js';
import { httpUrl, modelBase } from './model-base.js';

/** Any server that speaks Chat Completions. */
export const openAiCompatibleModel = z.strictObject({
  ...modelBase,
  connector: z.literal('openai-compatible'),
  /** Up to and with `/v1`. */
  baseUrl: httpUrl('must be an http or https URL, usually ending in /v1'),
  /** The upstream's own name of the model. */
  model: z.string().min(1),
  apiKey: secretReference.optional(),
});
