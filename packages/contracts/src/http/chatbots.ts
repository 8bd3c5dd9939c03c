import { z } from 'zod';
import { slug } from '../ids.js';
import { answerImages } from '../koi-yaml/images.js';
import { versionedReasons } from '../reasons/index.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';
import { textHash } from './participants.js';

/** The notice of a chatbot that has the built-in demo alone for a model. */
export const DEMO_NOTICE =
  'You are talking to the built-in demo: a set of rules, not a language model. It is here to try koi with.';

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
  /** What to agree to before anything is stored; null when no consent is asked for. An invite may bring its own text. */
  consent: z
    .object({
      text: z.string(),
      /** The version of the text, to be sent back with the agreement. */
      hash: textHash,
      /** Whether the caller has agreed to this very text. */
      agreed: z.boolean(),
    })
    .nullable(),
  /** What the page makes of images in answers. */
  images: answerImages,
  /** A line about who speaks, for example that this is only the built-in demo model. */
  notice: z.string().nullable(),
  /** What may be given as reasons of feedback; null when nothing may. */
  reasons: versionedReasons.nullable(),
});
export type ChatbotPage = z.infer<typeof chatbotPage>;

export const listChatbots = defineRoute({
  method: 'GET',
  path: '/api/chatbots',
  summary: 'The chatbots that the caller may talk to.',
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
  problems: ['chatbot_not_found', 'invite_required'],
});
