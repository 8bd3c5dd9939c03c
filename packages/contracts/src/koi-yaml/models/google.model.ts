import { z } from 'zod';
import { hostedModel } from './hosted-model.js';
import { httpUrl } from './model-base.js';

/** Google's Gemini API. */
export const googleModel = z.strictObject({
  ...hostedModel,
  connector: z.literal('google'),
  /** Up to and with `/v1beta`. */
  baseUrl: httpUrl('must be an http or https URL, usually ending in /v1beta').default(
    'https://generativelanguage.googleapis.com/v1beta',
  ),
});
