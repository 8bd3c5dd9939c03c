import { z } from 'zod';

/** The stable name of a reason: what feedback stores. Its labels may change, it never does. */
export const reasonKey = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'use lower-case letters, digits and underscores, beginning with a letter, at most 40',
  );

/** What a reason is given for: a thumb up, a thumb down (also "both are bad"), or the better of two answers. */
export const reasonGroup = z.enum(['up', 'down', 'ranking']);
export type ReasonGroup = z.infer<typeof reasonGroup>;

const language = z.string().regex(/^[a-z]{2,3}$/, 'name a language by its code, such as en or de');

/** How a reason is called, by language (ISO 639). */
export const reasonLabels = z
  .record(language, z.string().trim().min(1).max(60))
  .refine((labels) => Object.keys(labels).length > 0, 'give at least one label');
export type ReasonLabels = z.infer<typeof reasonLabels>;

export const reason = z.object({ key: reasonKey, labels: reasonLabels });
export type Reason = z.infer<typeof reason>;

/** The reasons a chatbot offers, in the order they are shown. */
export const reasonSet = z.object({
  up: z.array(reason),
  down: z.array(reason),
  ranking: z.array(reason),
});
export type ReasonSet = z.infer<typeof reasonSet>;

/** One of the sets a chatbot has had; the version counts from 1. */
export const versionedReasons = reasonSet.extend({ version: z.int().positive() });
export type VersionedReasons = z.infer<typeof versionedReasons>;

/** The most reasons one piece of feedback may name. */
export const MAX_REASONS = 12;

/** The reasons somebody gave, by key, and the version of the set they were shown. */
export const givenReasons = {
  reasons: z.array(reasonKey).max(MAX_REASONS).optional(),
  /** Which version of the chatbot's reasons the keys are of; left out, the latest. */
  reasonsVersion: z.int().positive().optional(),
};
