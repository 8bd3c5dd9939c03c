import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { probedConversation } from '../events/probe-events.js';
import { modelConfig } from '../koi-yaml/index.js';
import { defineRoute } from './define-route.js';

/** How a record stands: it changes with every change, whoever makes it, and an edit names the one it began with. */
export const recordRevision = z.string().min(1).max(64);

/** Where a model or chatbot is defined. What koi.yaml defines is applied at each start and not edited here. */
const modelSource = z.enum(['koi_yaml', 'dashboard', 'training']);

/** A model as the team sees it: never its key. */
export const modelRecord = z.object({
  id: uuid,
  name: slug,
  label: z.string(),
  /** As koi.yaml would have it, without the key. */
  config: z.record(z.string(), z.json()),
  key: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('reference'), reference: z.string() }),
    z.object({ kind: z.literal('typed') }),
  ]),
  /** Raised by each change of what the model says. */
  version: z.int(),
  source: modelSource,
  enabled: z.boolean(),
  /** The chatbots that draw it. */
  chatbots: z.array(slug),
  revision: recordRevision,
  updatedAt: timestamp,
});
export type ModelRecord = z.infer<typeof modelRecord>;

/**
 * A model's settings without a key: that is typed apart, and sealed. Nor may they name secrets of model-proxy in headers or
 * body: whoever sets an address could have any of them sent there.
 */
const keylessConfig = modelConfig
  .refine((config) => !('apiKey' in config && config.apiKey !== undefined), {
    path: ['apiKey'],
    error: 'type the key into its own field',
  })
  .refine((config) => config.connector !== 'http' || !JSON.stringify(config).includes('${'), {
    path: ['headers'],
    error: 'secrets can be named in koi.yaml only',
  });

/** As it goes into an HTTP header. */
const typedKey = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(1_000)
  .regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs without spaces');

export const listModels = defineRoute({
  method: 'GET',
  path: '/api/models',
  summary: 'All models by name, those that are switched off too.',
  tag: 'models',
  response: z.object({ items: z.array(modelRecord), canTypeKeys: z.boolean() }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const createModelBody = z.strictObject({
  name: slug,
  config: keylessConfig,
  key: typedKey.optional(),
});
export type CreateModelBody = z.infer<typeof createModelBody>;

export const createModel = defineRoute({
  method: 'POST',
  path: '/api/models',
  summary: 'Makes a model. A key is encrypted before it is stored, and never given back.',
  tag: 'models',
  body: createModelBody,
  response: modelRecord,
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'name_taken', 'secret_key_missing'],
});

export const updateModelBody = z.strictObject({
  config: keylessConfig,
  /** Left out: the key stays, unless the address changes. `null` takes it away. */
  key: typedKey.nullable().optional(),
  revision: recordRevision,
});
export type UpdateModelBody = z.infer<typeof updateModelBody>;

export const updateModel = defineRoute({
  method: 'PUT',
  path: '/api/models/:modelId',
  summary: 'Changes a model that was made here; from the next answer on it counts.',
  tag: 'models',
  params: z.object({ modelId: uuid }),
  body: updateModelBody,
  response: modelRecord,
  status: 200,
  roles: ['admin'],
  problems: [
    'unauthenticated',
    'model_not_found',
    'defined_in_koi_yaml',
    'changed_meanwhile',
    'key_required',
    'secret_key_missing',
  ],
});

export const switchBody = z.strictObject({ enabled: z.boolean() });
export type SwitchBody = z.infer<typeof switchBody>;

export const switchModel = defineRoute({
  method: 'PUT',
  path: '/api/models/:modelId/enabled',
  summary: 'Switches a model on or off, also one of koi.yaml; one that is off answers nobody.',
  tag: 'models',
  params: z.object({ modelId: uuid }),
  body: switchBody,
  response: modelRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'model_not_found', 'not_in_koi_yaml'],
});

/** A saved model, or settings that nobody has saved; with `modelId` beside them its stored key is used. */
export const probeModelBody = z.union([
  z.strictObject({
    modelId: uuid,
    /** What it is asked; left out, for its models and the first words of an answer to a question of koi's own. */
    conversation: probedConversation.optional(),
  }),
  z.strictObject({ config: keylessConfig, key: typedKey.optional(), modelId: uuid.optional() }),
]);
export type ProbeModelBody = z.infer<typeof probeModelBody>;

export const probeModel = defineRoute({
  method: 'POST',
  path: '/api/probes',
  summary:
    'Tries a model and tells what goes on, one `ProbeEvent` a line; with a conversation it answers that, whole.',
  tag: 'models',
  body: probeModelBody,
  produces: 'application/x-ndjson',
  status: 200,
  roles: ['admin'],
  problems: [
    'unauthenticated',
    'model_not_found',
    'key_required',
    'secret_key_missing',
    'unavailable',
  ],
});

export const downloadModels = defineRoute({
  method: 'GET',
  path: '/api/models/csv',
  summary: 'All models by name as CSV (RFC 4180), without keys.',
  tag: 'models',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
