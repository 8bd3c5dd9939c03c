import { z } from 'zod';
import { slug } from '../ids.js';
import { defineRoute } from '../http/define-route.js';

/** A chatbot, as clients of OpenAI's API look for models. */
export const openAiModel = z.object({
  id: slug,
  object: z.literal('model'),
  /** Seconds since the epoch. */
  created: z.int(),
  owned_by: z.literal('koi'),
});
export type OpenAiModel = z.infer<typeof openAiModel>;

export const openAiModelList = z.object({
  object: z.literal('list'),
  data: z.array(openAiModel),
});
export type OpenAiModelList = z.infer<typeof openAiModelList>;

export const listOpenAiModels = defineRoute({
  method: 'GET',
  path: '/v1/models',
  summary: 'The chatbots the key may talk to.',
  tag: 'openai',
  response: openAiModelList,
  status: 200,
  auth: 'api_key',
  problems: ['invalid_api_key'],
});

export const getOpenAiModel = defineRoute({
  method: 'GET',
  path: '/v1/models/:id',
  summary: 'One chatbot the key may talk to.',
  tag: 'openai',
  params: z.object({ id: z.string() }),
  response: openAiModel,
  status: 200,
  auth: 'api_key',
  problems: ['invalid_api_key', 'model_not_found'],
});
