import { z } from 'zod';
import { slug, timestamp, uuid } from '../ids.js';
import { feedbackMode } from '../terms.js';
import { defineRoute } from './define-route.js';

const count = z.int().nonnegative();

/** A share of something with its 95 % Wilson score interval (Wilson 1927). All from 0 to 1. */
export const shareWithInterval = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type ShareWithInterval = z.infer<typeof shareWithInterval>;

const range = z.object({
  /** Inclusive; left out: from the beginning. */
  from: timestamp.optional(),
  /** Exclusive; left out: up to now. */
  to: timestamp.optional(),
  chatbot: slug.optional(),
});

export const overview = z.object({
  conversations: count,
  participants: count,
  turns: count,
  candidates: count,
  failedCandidates: count,
  votesUp: count,
  votesDown: count,
  /** Up votes among all votes; null without votes. */
  upRate: shareWithInterval.nullable(),
  rankings: z.object({ aBetter: count, bBetter: count, tie: count, bothBad: count }),
  promptTokens: count,
  completionTokens: count,
  /** Mean time to first token in milliseconds; null without answers. */
  ttftMsMean: z.number().nullable(),
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
});
export type SeriesPoint = z.infer<typeof seriesPoint>;

export const getSeries = defineRoute({
  method: 'GET',
  path: '/api/series',
  summary: 'Activity over time, from the rollups; buckets without activity are there with zeros.',
  tag: 'statistics',
  query: range.extend({
    step: z.enum(['minute', 'hour', 'day']).default('hour'),
    /** IANA time zone in which a day begins. */
    timeZone: z.string().max(64).default('UTC'),
  }),
  response: z.object({ step: z.enum(['minute', 'hour', 'day']), points: z.array(seriesPoint) }),
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
