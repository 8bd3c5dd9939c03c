import { z } from 'zod';

/** A host that images may come from, with its subdomains when it begins with `*.`. */
const imageHost = z
  .string()
  .regex(
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'name a host in lower-case letters, such as images.example.org or *.example.org',
  );

/**
 * What becomes of an image in an answer: only its words, a link to it, or the image itself if it comes by HTTPS from one of
 * these hosts (else a link). A shown image tells its host who reads what, so no host is named by default.
 */
export const answerImages = z.union(
  [z.enum(['none', 'link']), z.strictObject({ show: z.array(imageHost).min(1).max(20) })],
  'use "none", "link", or { show: [host, …] }',
);
export type AnswerImages = z.infer<typeof answerImages>;
