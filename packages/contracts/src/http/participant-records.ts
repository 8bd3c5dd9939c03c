import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { erasedBy, feedbackMode, participantKind } from '../terms.js';
import { defineRoute } from './define-route.js';
import { counted, pageOf, pageQuery } from './paging.js';

/** A participant as the team sees them. */
export const participantRecord = z.object({
  id: uuid,
  kind: participantKind,
  language: z.string().nullable(),
  createdAt: timestamp,
  /** When they last sent a message; null when they never have. */
  lastSeenAt: timestamp.nullable(),
  /** Since when statistics, ratings and new dataset versions leave them out. */
  excludedAt: timestamp.nullable(),
  invites: z.array(z.object({ id: uuid, label: z.string() })),
  conversations: z.int().nonnegative(),
  messages: z.int().nonnegative(),
  /** Current ones. */
  votes: z.int().nonnegative(),
  rankings: z.int().nonnegative(),
});
export type ParticipantRecord = z.infer<typeof participantRecord>;

const participantParams = z.object({ participantId: uuid });

const participantFilter = z.object({
  /** Part of an id, of an invite's label, or of the name a program gave. */
  search: z.string().trim().max(100).optional(),
  invite: uuid.optional(),
  kind: participantKind.optional(),
  counted: z.enum(['counted', 'excluded']).optional(),
  /** `true`: who has sent a message. The filters below ask when, where and in which mode. */
  wrote: z.enum(['true']).optional(),
  /** A message from then on, and before then. */
  from: timestamp.optional(),
  to: timestamp.optional(),
  chatbot: slug.optional(),
  mode: feedbackMode.optional(),
});

export const listParticipants = defineRoute({
  method: 'GET',
  path: '/api/participants',
  summary: 'Participants, the latest first.',
  tag: 'participants',
  query: participantFilter.extend(pageQuery.shape),
  response: pageOf(participantRecord).extend(counted),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const getParticipant = defineRoute({
  method: 'GET',
  path: '/api/participants/:participantId',
  summary: 'One participant with their counts.',
  tag: 'participants',
  params: participantParams,
  response: participantRecord,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'participant_not_found'],
});

/** A conversation in the list of its participant. */
export const participantConversation = z.object({
  id: uuid,
  chatbot: slug,
  title: z.string(),
  messages: z.int().nonnegative(),
  createdAt: timestamp,
  updatedAt: timestamp,
  deletedAt: timestamp.nullable(),
});
export type ParticipantConversation = z.infer<typeof participantConversation>;

export const listParticipantConversations = defineRoute({
  method: 'GET',
  path: '/api/participants/:participantId/conversations',
  summary: 'A participant’s conversations, the latest first, deleted ones too.',
  tag: 'participants',
  params: participantParams,
  query: pageQuery,
  response: pageOf(participantConversation),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'participant_not_found'],
});

export const setParticipantExclusion = defineRoute({
  method: 'PUT',
  path: '/api/participants/:participantId/exclusion',
  summary:
    'Leaves a participant out of statistics, ratings and new dataset versions, or puts them back.',
  tag: 'participants',
  params: participantParams,
  body: z.strictObject({ excluded: z.boolean() }),
  response: participantRecord,
  status: 200,
  roles: ['admin'],
  problems: ['unauthenticated', 'participant_not_found'],
});

export const eraseParticipantRecord = defineRoute({
  method: 'DELETE',
  path: '/api/participants/:participantId',
  summary: 'Deletes everything of a participant, for good.',
  tag: 'participants',
  params: participantParams,
  status: 204,
  roles: ['admin'],
  problems: ['unauthenticated', 'participant_not_found'],
});

/** The tombstone of a participant, by which rows of a dataset version can be told. */
export const erasureRecord = z.object({
  participantId: uuid,
  erasedBy,
  erasedAt: timestamp,
  /** How many rows of feedback went, revisions included. */
  feedback: z.int().nonnegative(),
});
export type ErasureRecord = z.infer<typeof erasureRecord>;

export const listErasures = defineRoute({
  method: 'GET',
  path: '/api/dataset-versions/:datasetVersionId/erasures',
  summary:
    'Who was erased since the version was read: its rows with these participant ids are to be left out.',
  tag: 'datasets',
  params: z.object({ datasetVersionId: uuid }),
  query: pageQuery,
  response: pageOf(erasureRecord),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'dataset_version_not_found'],
});

export const downloadParticipants = defineRoute({
  method: 'GET',
  path: '/api/participants/csv',
  summary: 'Participants that a filter matches as CSV (RFC 4180), the latest first, streamed.',
  tag: 'participants',
  query: participantFilter,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadParticipantConversations = defineRoute({
  method: 'GET',
  path: '/api/participants/:participantId/conversations/csv',
  summary: 'A participant’s conversations as CSV (RFC 4180), the latest first, streamed.',
  tag: 'participants',
  params: participantParams,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated', 'participant_not_found'],
});
