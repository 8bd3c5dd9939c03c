import { z } from 'zod';
import { modelBase } from './model-base.js';

/** A model in a GGUF file that koi runs itself, by llama.cpp. */
export const llamaCppModel = z.strictObject({
  ...modelBase,
  connector: z.literal('llama-cpp'),
  /** A file among the pulled models, or one anywhere by its absolute path. */
  file: z.string().regex(/\.gguf$/i, 'must name a .gguf file'),
  /** How much of a conversation the model sees; memory is set aside for it, once for each answer at a time. */
  contextTokens: z.int().min(256).max(1_000_000).default(4_096),
  /** How many answers it writes at a time. */
  concurrency: z.int().min(1).max(16).default(2),
  /** Cores it computes on. Default: all but one, which is left to the rest of koi. */
  threads: z.int().min(1).max(256).optional(),
});
export type LlamaCppModel = z.infer<typeof llamaCppModel>;
