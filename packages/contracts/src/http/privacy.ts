import { z } from 'zod';
import { slug } from '../ids.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';

/**
 * Who runs the models of a chatbot: only servers of this installation's own network, only others, or both. Names
 * nobody, so that a blind comparison stays blind.
 */
export const modelSite = z.enum(['own', 'third_party', 'both']);
export type ModelSite = z.infer<typeof modelSite>;

/** What the privacy page says, from the configuration as it is. */
export const privacyNotice = z.object({
  /** Whom to ask; null when the owner names nobody. */
  contact: z.string().nullable(),
  /** Days after a participant's last message when everything of them is deleted; null: kept until somebody deletes it. */
  retentionDays: z.int().positive().nullable(),
  /** Whether network addresses are counted (as keyed hashes) for the limits, and for how many minutes at most. */
  addressMinutes: z.int().positive().nullable(),
  chatbots: z.array(
    z.object({
      slug,
      title: z.string(),
      feedbackMode,
      consentText: z.string().nullable(),
      /** Null when it has no model now. */
      models: modelSite.nullable(),
    }),
  ),
});
export type PrivacyNotice = z.infer<typeof privacyNotice>;

export const getPrivacy = defineRoute({
  method: 'GET',
  path: '/api/privacy',
  summary: 'What is kept here, for how long, and who runs the models.',
  tag: 'participants',
  response: privacyNotice,
  status: 200,
  open: true,
  problems: [],
});
