import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { defineRoute } from './define-route.js';

/** An API key as the team sees it: never the key itself. */
export const apiKeyRecord = z.object({
  id: uuid,
  name: z.string(),
  /** The key's first characters, to tell it from others. */
  prefix: z.string(),
  /** The chatbots it may talk to. */
  chatbots: z.array(slug),
  /** Whoever holds it vouches that its users agreed to the consent texts. */
  consent: z.boolean(),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
  /** To the minute or so. */
  lastUsedAt: timestamp.nullable(),
});
export type ApiKeyRecord = z.infer<typeof apiKeyRecord>;

export const listApiKeys = defineRoute({
  method: 'GET',
  path: '/api/api-keys',
  summary: 'All API keys, the latest first, revoked ones too.',
  tag: 'api keys',
  response: z.object({ items: z.array(apiKeyRecord) }),
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated'],
});

export const createApiKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  chatbots: z.array(slug).min(1).max(100),
  consent: z.boolean().default(false),
  expiresAt: timestamp
    .refine((moment) => new Date(moment).getTime() > Date.now(), 'must lie in the future')
    .optional(),
});
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;

export const createApiKey = defineRoute({
  method: 'POST',
  path: '/api/api-keys',
  summary: 'Makes an API key. The answer holds the key itself, this one time.',
  tag: 'api keys',
  body: createApiKeyBody,
  response: apiKeyRecord.extend({ key: z.string() }),
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'chatbot_not_found'],
});

export const revokeApiKey = defineRoute({
  method: 'DELETE',
  path: '/api/api-keys/:apiKeyId',
  summary: 'Revokes an API key: from the next request on it opens nothing.',
  tag: 'api keys',
  params: z.object({ apiKeyId: uuid }),
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'api_key_not_found'],
});

export const downloadApiKeys = defineRoute({
  method: 'GET',
  path: '/api/api-keys/csv',
  summary: 'All API keys as CSV (RFC 4180), the latest first; never the keys themselves.',
  tag: 'api keys',
  produces: 'text/csv',
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated'],
});
