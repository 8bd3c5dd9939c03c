import { z } from 'zod';
import { timestamp, uuid } from '../ids.js';
import { defineRoute } from './define-route.js';

/** The person at the page: a guest known by a signed, http-only cookie. */
export const participant = z.object({ id: uuid, createdAt: timestamp });
export type Participant = z.infer<typeof participant>;

export const enterBody = z.strictObject({
  /** True when the person agreed to the consent text; required by chatbots that have one. */
  consent: z.boolean().default(false),
  /** BCP 47 language of the page. */
  language: z.string().max(35).optional(),
});
export type EnterBody = z.infer<typeof enterBody>;

export const enter = defineRoute({
  method: 'POST',
  path: '/api/participants',
  summary:
    'Makes the caller a participant and sets the cookie; a caller who is one already stays who they are.',
  tag: 'participants',
  body: enterBody,
  response: participant,
  status: 200,
  open: true,
  problems: ['too_many_requests'],
});

export const getMe = defineRoute({
  method: 'GET',
  path: '/api/participants/me',
  summary: 'Who the caller is.',
  tag: 'participants',
  response: participant,
  status: 200,
  problems: ['unauthenticated'],
});
