import { z } from 'zod';

/** Sampling parameters; what is left out is left to the model. */
export const generationParameters = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().gt(0).max(1).optional(),
  maxTokens: z.int().positive().max(1_000_000).optional(),
  stop: z.array(z.string().min(1)).max(16).optional(),
  seed: z.int().optional(),
});
export type GenerationParameters = z.infer<typeof generationParameters>;
