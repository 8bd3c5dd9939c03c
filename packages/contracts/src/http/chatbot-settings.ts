import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { chatbotConfig, drawWeight } from '../koi-yaml/index.js';
import { modelRole } from '../terms.js';
import { defineRoute } from './define-route.js';
import { recordRevision, switchBody } from './models.js';

const drawn = z.object({ model: slug, weight: drawWeight, role: modelRole });

/** A chatbot as the team sees it, with the models it draws. */
export const chatbotRecord = z.object({
  id: uuid,
  slug,
  title: z.string(),
  /** As koi.yaml would have it, without its models. */
  config: z.record(z.string(), z.json()),
  draw: z.array(
    drawn.extend({
      label: z.string(),
      /** False for a model that is switched off. */
      enabled: z.boolean(),
      /** What koi.yaml says where the team has set something else. */
      overrides: z.object({ weight: z.number(), role: modelRole }).nullable(),
    }),
  ),
  source: z.enum(['koi_yaml', 'dashboard']),
  enabled: z.boolean(),
  revision: recordRevision,
  updatedAt: timestamp,
});
export type ChatbotRecord = z.infer<typeof chatbotRecord>;

/** A chatbot's settings; its models come with it as `models`, as in koi.yaml. */
export const listChatbotRecords = defineRoute({
  method: 'GET',
  path: '/api/chatbots',
  summary: 'All chatbots in the order of the page, those that are switched off too.',
  tag: 'chatbots',
  response: z.object({
    items: z.array(chatbotRecord),
    /** Where people chat, without a slash at its end; null when koi was not told. */
    chatUrl: z.string().nullable(),
  }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const createChatbot = defineRoute({
  method: 'POST',
  path: '/api/chatbots',
  summary: 'Makes a chatbot.',
  tag: 'chatbots',
  body: z.strictObject({ slug, config: chatbotConfig }),
  response: chatbotRecord,
  status: 201,
  roles: ['admin'],
  problems: ['unauthenticated', 'name_taken'],
});

export const updateChatbot = defineRoute({
  method: 'PUT',
  path: '/api/chatbots/:chatbotId',
  summary: 'Changes a chatbot that was made here; from the next message on it counts.',
  tag: 'chatbots',
  params: z.object({ chatbotId: uuid }),
  body: z.strictObject({ config: chatbotConfig, revision: recordRevision }),
  response: chatbotRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'chatbot_not_found', 'defined_in_koi_yaml', 'changed_meanwhile'],
});

export const setDraw = defineRoute({
  method: 'PUT',
  path: '/api/chatbots/:chatbotId/draw',
  summary: 'Sets weights and roles of the models a chatbot draws, also over those of koi.yaml.',
  tag: 'chatbots',
  params: z.object({ chatbotId: uuid }),
  body: z.strictObject({
    draw: z.array(z.strictObject(drawn.shape)).min(1, 'name at least one model').max(100),
    revision: recordRevision,
  }),
  response: chatbotRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'chatbot_not_found', 'changed_meanwhile'],
});

export const switchChatbot = defineRoute({
  method: 'PUT',
  path: '/api/chatbots/:chatbotId/enabled',
  summary: 'Switches a chatbot on or off, also one of koi.yaml.',
  tag: 'chatbots',
  params: z.object({ chatbotId: uuid }),
  body: switchBody,
  response: chatbotRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'chatbot_not_found', 'not_in_koi_yaml'],
});

export const downloadChatbots = defineRoute({
  method: 'GET',
  path: '/api/chatbots/csv',
  summary: 'All chatbots in the order of the page as CSV (RFC 4180).',
  tag: 'chatbots',
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});
