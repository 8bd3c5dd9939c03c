import { z } from 'zod';
import { uuid } from '../ids.js';
import { generationParameters } from '../koi-yaml/generation-parameters.js';
import { chatMessage } from '../terms.js';

/** What a model is asked in a try, as a chatbot would ask it. The whole answer is wanted; nothing of it is stored. */
export const probedConversation = z.strictObject({
  messages: z
    .array(chatMessage.extend({ content: z.string().max(200_000) }))
    .min(1)
    .max(200),
  /** They go before the model's own. */
  parameters: generationParameters,
});
export type ProbedConversation = z.infer<typeof probedConversation>;

/** Why a model could not answer; docs/models.md says what each comes from. */
export const failureKind = z.enum([
  'misconfigured',
  'unreachable',
  'refused_key',
  'not_found',
  'rate_limited',
  'server_error',
  'bad_response',
  'stalled',
  'rejected',
]);
export type FailureKind = z.infer<typeof failureKind>;

/** Why an answer failed: as its model did, or because koi gave it up. */
export const answerFailureKind = z.enum([...failureKind.options, 'gave_up']);
export type AnswerFailureKind = z.infer<typeof answerFailureKind>;

/** For the team only: names host and model, never a key. */
export const probeFailure = z.object({
  kind: failureKind,
  detail: z.string(),
  /** What the upstream answered, word for word but for the key. */
  answer: z.object({ status: z.int(), body: z.string() }).optional(),
});
export type ProbeFailure = z.infer<typeof probeFailure>;

/** The models an upstream says it has. */
const probedModels = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('listed'),
    /** At most the first 500. */
    names: z.array(z.string()),
    total: z.int().nonnegative(),
    /** Whether the model that is asked for is among all of them; `null` when the connector asks for none by name. */
    hasModel: z.boolean().nullable(),
  }),
  /** The connector cannot ask. */
  z.object({ status: z.literal('unsupported') }),
  z.object({ status: z.literal('failed'), failure: probeFailure }),
]);

/** The first pieces of an answer to a short question; then the answer was broken off. */
const probedAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('answered'),
    text: z.string(),
    /** Pieces of text that came one after the other; most upstreams send one a token, and tokens that come together are one. */
    pieces: z.int().nonnegative(),
    ttftMs: z.number().nonnegative(),
    durationMs: z.number().nonnegative(),
  }),
  z.object({ status: z.literal('failed'), text: z.string(), failure: probeFailure }),
  z.object({ status: z.literal('stopped'), text: z.string() }),
]);

/** What one try of a model showed. */
export const probeReport = z.object({
  probeId: uuid,
  models: probedModels,
  answer: probedAnswer,
});
export type ProbeReport = z.infer<typeof probeReport>;

/** What goes on while a model is probed, on the relay topic of the probe. */
export const probeProgress = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listing') }),
  z.object({ type: z.literal('models'), models: probedModels }),
  z.object({ type: z.literal('asking') }),
  z.object({ type: z.literal('text'), text: z.string() }),
]);
export type ProbeProgress = z.infer<typeof probeProgress>;

/** A line of the answer of `POST /api/probes`: what goes on, then how it ended. */
export const probeEvent = z.discriminatedUnion('type', [
  ...probeProgress.options,
  z.object({ type: z.literal('done'), report: probeReport }),
  /** No model-proxy has answered in time. */
  z.object({ type: z.literal('unanswered'), detail: z.string() }),
]);
export type ProbeEvent = z.infer<typeof probeEvent>;
