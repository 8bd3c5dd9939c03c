import { z } from 'zod';
import { slug } from '../../ids.js';

const seconds = z.number().positive().max(86_400);

/** How long a model may be silent. The first token has much time: a local model may have to be loaded first. */
export const modelTimeouts = z.strictObject({
  firstTokenSeconds: seconds.default(120),
  betweenTokensSeconds: seconds.default(60),
  /** For the whole answer, with all times the model is asked and the pauses between them. */
  totalSeconds: seconds.default(900),
});

/** When a model is asked again that failed before its first token. */
export const modelRetries = z.strictObject({
  /** How often it is asked in all; 1 never asks again. */
  attempts: z.int().min(1).max(10).default(3),
  /** The longest pause before it is asked again. An upstream that asks for longer is not asked again. */
  maxWaitSeconds: z.number().min(0).max(300).default(15),
});

/** What a million tokens cost. */
const modelPrice = z.strictObject({
  inputPerMillion: z.number().min(0).max(1_000_000),
  outputPerMillion: z.number().min(0).max(1_000_000),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capitals, such as USD or EUR')
    .default('USD'),
});
export type ModelPrice = z.infer<typeof modelPrice>;

/**
 * How koi deals with a model, whatever its connector. What is left out stays out of the model's row; model-proxy
 * fills in the defaults, so that a new default needs no change of any row.
 */
export const modelPolicy = {
  timeouts: modelTimeouts.optional(),
  retries: modelRetries.optional(),
  /** How many answers each model-proxy process writes with it at a time; without it as many as the process can. */
  concurrency: z.int().positive().max(10_000).optional(),
  /** The model that answers when this one cannot. */
  fallback: slug.optional(),
  price: modelPrice.optional(),
};

/** Settings that do not change what a model says: changing one makes no new version of the model. */
export const policySettings = Object.keys(modelPolicy);
