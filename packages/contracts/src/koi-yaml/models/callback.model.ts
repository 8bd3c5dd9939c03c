import { z } from 'zod';
import { secretReference } from '../secret-reference.js';
import { httpUrl, modelBase } from './model-base.js';

/** A function or class in the owner's own process, served by `serveModel` of `@koi/sdk/model`. */
export const callbackModel = z.strictObject({
  ...modelBase,
  connector: z.literal('callback'),
  /** What `serveModel` says its address is. */
  url: httpUrl('must be an http or https URL, such as http://127.0.0.1:8100'),
  /** The key that `serveModel` was given. */
  apiKey: secretReference,
});
