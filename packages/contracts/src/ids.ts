import { z } from 'zod';

/** An id given by the server. UUIDv7 (RFC 9562), so ids sort by the time they were made. */
export const uuid = z.uuid();

/** A moment as it travels: ISO 8601 with zone. Never `z.date()`: a job or a body is JSON. */
export const timestamp = z.iso.datetime({ offset: true });

/** The short name of a chatbot in URLs and in koi.yaml. */
export const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'use lower-case letters, digits and single hyphens, at most 64',
  );
