import { z } from 'zod';
import { anthropicModel } from './anthropic.model.js';
import { callbackModel } from './callback.model.js';
import { demoModel } from './demo.model.js';
import { googleModel } from './google.model.js';
import { httpModel } from './http.model.js';
import { llamaCppModel } from './llama-cpp.model.js';
import { ollamaModel } from './ollama.model.js';
import { openAiCompatibleModel, openAiModel } from './openai-compatible.model.js';

export type { LlamaCppModel } from './llama-cpp.model.js';
export type { ResponseStream } from './http.model.js';
export type { ModelPrice } from './model-policy.js';
export { modelRetries, modelTimeouts, policySettings } from './model-policy.js';

/** A model: where its answers come from. The key in koi.yaml is its name. */
export const modelConfig = z.discriminatedUnion('connector', [
  demoModel,
  openAiCompatibleModel,
  openAiModel,
  anthropicModel,
  googleModel,
  ollamaModel,
  llamaCppModel,
  httpModel,
  callbackModel,
]);
export type ModelConfig = z.infer<typeof modelConfig>;
export type ConnectorKind = ModelConfig['connector'];
