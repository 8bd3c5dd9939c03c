import { z } from 'zod';
import { slug } from '../ids.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';

/** A chatbot as the public list shows it. */
export const chatbotSummary = z.object({
  slug,
  title: z.string(),
  description: z.string(),
  feedbackMode,
});
export type ChatbotSummary = z.infer<typeof chatbotSummary>;

/** A chatbot as its page needs it. Names no model in rank mode. */
export const chatbotPage = chatbotSummary.extend({
  welcome: z.string(),
  starters: z.array(z.string()),
  /** Shown before anything is stored; null when the owner asks for no consent. */
  consentText: z.string().nullable(),
  /** A line about who speaks, for example that this is only the built-in demo model. */
  notice: z.string().nullable(),
});
export type ChatbotPage = z.infer<typeof chatbotPage>;

export const listChatbots = defineRoute({
  method: 'GET',
  path: '/api/chatbots',
  summary: 'The chatbots one can talk to here.',
  tag: 'chatbots',
  response: z.object({ items: z.array(chatbotSummary) }),
  status: 200,
  open: true,
  problems: [],
});

export const getChatbot = defineRoute({
  method: 'GET',
  path: '/api/chatbots/:slug',
  summary: 'One chatbot with its texts.',
  tag: 'chatbots',
  params: z.object({ slug }),
  response: chatbotPage,
  status: 200,
  open: true,
  problems: ['chatbot_not_found'],
});
