import { z } from 'zod';
import { hostedModel } from './hosted-model.js';
import { httpUrl } from './model-base.js';

/** Anthropic's Messages API. */
export const anthropicModel = z.strictObject({
  ...hostedModel,
  connector: z.literal('anthropic'),
  /** Up to and with `/v1`. */
  baseUrl: httpUrl('must be an http or https URL, usually ending in /v1').default(
    'https://api.anthropic.com/v1',
  ),
});
