import { z } from 'zod';
import { generationParameters } from '../generation-parameters.js';
import { modelPolicy } from './model-policy.js';

/** What every model may say about itself, whatever its connector. */
export const modelBase = {
  label: z.string().trim().min(1).max(80).optional(),
  parameters: generationParameters.prefault({}),
  /** The model's window, for question and answer together: longer conversations lose their oldest turns. */
  contextTokens: z.int().min(256).max(10_000_000).optional(),
  ...modelPolicy,
};

/** Where an upstream that speaks HTTP is. */
export const httpUrl = (error: string) => z.url({ protocol: /^https?$/, error });
