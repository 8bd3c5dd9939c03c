import { z } from 'zod';
import { modelBase } from './model-base.js';

/** The model that is built in and needs nothing. */
export const demoModel = z.strictObject({
  ...modelBase,
  connector: z.literal('demo'),
  style: z.enum(['brief', 'friendly', 'detailed']).default('friendly'),
  /** 0 writes as fast as it can. */
  tokensPerSecond: z.number().min(0).max(1_000).default(18),
});
