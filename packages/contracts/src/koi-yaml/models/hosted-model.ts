import { z } from 'zod';
import { secretReference } from '../secret-reference.js';
import { modelBase } from './model-base.js';

/** Fields of a request that are koi's own: what it asks, of which model, and that the answer is streamed. */
const RESERVED = [
  'model',
  'messages',
  'contents',
  'system',
  'systemInstruction',
  'stream',
  'stream_options',
];

/** Settings of every model that somebody else serves over HTTP. */
export const hostedModel = {
  ...modelBase,
  /** The upstream's own name of the model. */
  model: z.string().min(1),
  apiKey: secretReference.optional(),
  /** Fields the upstream knows and koi does not; merged into every request, objects field by field. */
  extraBody: z
    .record(z.string(), z.json())
    .refine((body) => RESERVED.every((name) => !(name in body)), {
      error: `must not set what koi sets itself: ${RESERVED.join(', ')}`,
    })
    .optional(),
};
