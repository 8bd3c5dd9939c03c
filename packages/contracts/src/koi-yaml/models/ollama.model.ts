import { z } from 'zod';
import { hostedModel } from './hosted-model.js';
import { httpUrl } from './model-base.js';

/** Ollama's own chat API. */
export const ollamaModel = z.strictObject({
  ...hostedModel,
  connector: z.literal('ollama'),
  /** Ollama's own address, without `/v1`. */
  baseUrl: httpUrl('must be an http or https URL, such as http://127.0.0.1:11434').default(
    'http://127.0.0.1:11434',
  ),
  /** How long the model stays loaded after an answer: `5m`, `1h`, `-1` for always. Default: Ollama's. */
  keepAlive: z
    .string()
    .regex(/^(-1|\d+(ms|s|m|h))$/, 'must be like 5m, 1h or -1')
    .optional(),
});
