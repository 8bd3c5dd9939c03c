import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { defineRoute } from './define-route.js';

/** The person at the page: a guest known by a signed, http-only cookie. */
export const participant = z.object({ id: uuid, createdAt: timestamp });
export type Participant = z.infer<typeof participant>;

/** The version of a consent text: the SHA-256 of its UTF-8, in hex. */
export const textHash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

export const enterBody = z.strictObject({
  /** The chatbot that is about to be talked to. When it has a consent text, `agreed` must name it. */
  chatbot: slug.optional(),
  /** The hash of the consent text that the person read and agreed to. */
  agreed: textHash.optional(),
  /** BCP 47 language of the page. */
  language: z.string().max(35).optional(),
});
export type EnterBody = z.infer<typeof enterBody>;

export const enter = defineRoute({
  method: 'POST',
  path: '/api/participants',
  summary:
    'Makes the caller a participant and sets the cookie, or notes what a participant agreed to. Without the agreement that the chatbot asks for nothing is stored.',
  tag: 'participants',
  body: enterBody,
  response: participant,
  status: 200,
  open: true,
  problems: ['chatbot_not_found', 'invite_required', 'consent_required', 'too_many_requests'],
});

export const getMe = defineRoute({
  method: 'GET',
  path: '/api/participants/me',
  summary:
    'Who the caller is: null for somebody who has never written anything here, or is forgotten.',
  tag: 'participants',
  response: z.object({ participant: participant.nullable() }),
  status: 200,
  open: true,
  problems: [],
});

export const eraseMe = defineRoute({
  method: 'DELETE',
  path: '/api/participants/me',
  summary:
    'Deletes everything that is kept of the caller, for good, and clears the cookie: messages, answers, feedback, consents.',
  tag: 'participants',
  status: 204,
  problems: ['unauthenticated'],
});
