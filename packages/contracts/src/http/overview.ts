import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';

const count = z.int().nonnegative();

/** A share of something with its 95 % Wilson score interval (Wilson 1927). All from 0 to 1. */
export const shareWithInterval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type ShareWithInterval = z.infer<typeof shareWithInterval>;

/** A model by its name; a name that no model has is no error. */
export const modelNameFilter = z
  .string()
  .max(100)
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL characters');

const range = z.object({
  /** Inclusive; left out: from the beginning. */
  from: timestamp.optional(),
  /** Exclusive; left out: up to now. */
  to: timestamp.optional(),
  chatbot: slug.optional(),
  /** A model's name. Conversations, messages, participants and rankings belong to no single model: they are 0 then. */
  model: modelNameFilter.optional(),
  mode: feedbackMode.optional(),
});

/** Quantiles over answers, in milliseconds, within 5 %, and over how many; null without answers. */
const latency = z.object({ p50: z.number(), p95: z.number(), count }).nullable();
export type Latency = z.infer<typeof latency>;

/** Amounts of money by currency (ISO 4217). */
const cost = z.array(z.object({ currency: z.string(), amount: z.number() }));
/** How often each was named, the most frequent first. */
const named = z.array(z.object({ key: z.string(), count }));

export const overview = z.object({
  conversations: count,
  participants: count,
  turns: count,
  candidates: count,
  failedCandidates: count,
  /** Failed answers among all that have ended; null without answers. */
  failureRate: shareWithInterval.nullable(),
  fallbacks: count,
  corrections: count,
  comments: count,
  votesUp: count,
  votesDown: count,
  /** Up votes among all votes; null without votes. */
  upRate: shareWithInterval.nullable(),
  rankings: z.object({ aBetter: count, bBetter: count, tie: count, bothBad: count }),
  /** Each outcome among all rankings; null without rankings. */
  rankingShares: z
    .object({
      aBetter: shareWithInterval,
      bBetter: shareWithInterval,
      tie: shareWithInterval,
      bothBad: shareWithInterval,
    })
    .nullable(),
  promptTokens: count,
  completionTokens: count,
  /** Mean time to first token in milliseconds; null without answers. */
  ttftMsMean: z.number().nullable(),
  /** Time to the first token. */
  ttft: latency,
  /** From the start of an answer to its end, of completed ones. */
  duration: latency,
  cost,
  /** Failed answers by the kind of the failure. */
  errors: named,
  /** Reasons given with votes and rankings. */
  reasons: named,
  /** When the rollups behind these numbers were last recomputed; null when nothing was counted yet. */
  updatedAt: timestamp.nullable(),
});
export type Overview = z.infer<typeof overview>;

export const getOverview = defineRoute({
  method: 'GET',
  path: '/api/overview',
  summary: 'Counts over a time range, from the rollups.',
  tag: 'statistics',
  query: range,
  response: overview,
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const seriesPoint = z.object({
  /** Start of the bucket. */
  time: timestamp,
  conversations: count,
  turns: count,
  votesUp: count,
  votesDown: count,
  rankings: count,
  candidates: count,
  failedCandidates: count,
  promptTokens: count,
  completionTokens: count,
  upRate: shareWithInterval.nullable(),
  ttft: latency,
  duration: latency,
  cost,
});
export type SeriesPoint = z.infer<typeof seriesPoint>;

const seriesQuery = range.extend({
  step: z.enum(['minute', 'hour', 'day']).default('hour'),
  /** IANA time zone in which a day begins. */
  timeZone: z.string().max(64).default('UTC'),
});

export const getSeries = defineRoute({
  method: 'GET',
  path: '/api/series',
  summary: 'Activity over time, from the rollups; buckets without activity are there with zeros.',
  tag: 'statistics',
  query: seriesQuery,
  response: z.object({ step: z.enum(['minute', 'hour', 'day']), points: z.array(seriesPoint) }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

export const downloadSeries = defineRoute({
  method: 'GET',
  path: '/api/series/csv',
  summary: 'The same series as a CSV file.',
  tag: 'statistics',
  query: seriesQuery,
  produces: 'text/csv',
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** What filters can choose from. */
export const getFilterChoices = defineRoute({
  method: 'GET',
  path: '/api/filter-choices',
  summary: 'What filters can name: chatbots, models, reasons, languages and invites.',
  tag: 'statistics',
  response: z.object({
    chatbots: z.array(z.object({ slug, title: z.string(), feedbackMode })),
    models: z.array(z.object({ name: z.string(), label: z.string() })),
    /** Every reason there ever was, by its newest label. */
    reasons: z.array(z.object({ key: z.string(), label: z.string() })),
    /** What participants' browsers ask for. */
    languages: z.array(z.string()),
    invites: z.array(z.object({ id: uuid, label: z.string() })),
  }),
  status: 200,
  roles: ['admin', 'viewer'],
  problems: ['unauthenticated'],
});

/** Numbers of one chatbot or model; conversations and messages of a model are not counted. */
export const breakdownRow = overview
  .pick({
    conversations: true,
    turns: true,
    candidates: true,
    failedCandidates: true,
    failureRate: true,
    fallbacks: true,
    votesUp: true,
    votesDown: true,
    upRate: true,
    corrections: true,
    comments: true,
    promptTokens: true,
    completionTokens: true,
    ttft: true,
    duration: true,
    cost: true,
  })
  .extend({
    /** The chatbot's slug or the model's name. */
    name: z.string(),
    label: z.string(),
    /** Rankings of a chatbot; 0 for a model. */
    rankings: count,
  });
export type BreakdownRow = z.infer<typeof breakdownRow>;

export const getBreakdown = defineRoute({
  method: 'GET',
  path: '/api/breakdown',
  summary:
    'Counts over a time range by chatbot or by model, from the rollups; those without activity are left out.',
  tag: 'statistics',
  roles: ['admin', 'viewer'],
  query: range.extend({ by: z.enum(['chatbot', 'model']) }),
  response: z.object({ rows: z.array(breakdownRow) }),
  status: 200,
  problems: ['unauthenticated'],
});

export const downloadBreakdown = defineRoute({
  method: 'GET',
  path: '/api/breakdown/csv',
  summary: 'The same numbers as a CSV file.',
  tag: 'statistics',
  roles: ['admin', 'viewer'],
  query: range.extend({ by: z.enum(['chatbot', 'model']) }),
  produces: 'text/csv',
  status: 200,
  problems: ['unauthenticated'],
});

/** What the last check of the rollups found, and how far behind they are. */
export const rollupState = z.object({
  /** Minutes that wait to be computed anew. */
  dirtyMinutes: count,
  check: z
    .object({
      startedAt: timestamp,
      days: count,
      buckets: count,
      /** Rows that were not what they should be; computed anew since. */
      differences: count,
    })
    .nullable(),
});
export type RollupState = z.infer<typeof rollupState>;

export const getRollupState = defineRoute({
  method: 'GET',
  path: '/api/rollups',
  summary: 'Whether the rollups are up to date, and what the last check of them found.',
  tag: 'statistics',
  roles: ['admin', 'viewer'],
  response: rollupState,
  status: 200,
  problems: ['unauthenticated'],
});

/** Something that just happened. */
export const latestEvent = z.object({
  kind: z.enum(['message', 'answer_failed', 'vote', 'ranking', 'correction', 'comment']),
  at: timestamp,
  conversationId: uuid,
  turnId: uuid,
  chatbot: slug,
  /** The answer's model; null for messages and rankings. */
  model: z.string().nullable(),
  /** The feedback's value or the kind of the failure; null for messages. */
  value: z.string().nullable(),
});
export type LatestEvent = z.infer<typeof latestEvent>;

export const listLatestEvents = defineRoute({
  method: 'GET',
  path: '/api/latest-events',
  summary: 'The latest messages, feedback and failures, the newest first.',
  tag: 'statistics',
  roles: ['admin', 'viewer'],
  query: z.object({
    chatbot: slug.optional(),
    /** A model's name: what was said of its answers alone, and their failures. */
    model: modelNameFilter.optional(),
    mode: feedbackMode.optional(),
    /** `false`: feedback and failures alone. */
    messages: z
      .enum(['true', 'false'])
      .default('true')
      .transform((text) => text === 'true'),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  response: z.object({ events: z.array(latestEvent) }),
  status: 200,
  problems: ['unauthenticated'],
});
