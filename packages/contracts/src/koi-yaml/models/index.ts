import { z } from 'zod';
import { demoModel } from './demo.model.js';
import { openAiCompatibleModel } from './openai-compatible.model.js';

/** A model: where its answers come from. The key in koi.yaml is its name. */
export const modelConfig = z.discriminatedUnion('connector', [demoModel, openAiCompatibleModel]);
export type ModelConfig = z.infer<typeof modelConfig>;
export type ConnectorKind = ModelConfig['connector'];
