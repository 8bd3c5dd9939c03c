import { z } from 'zod';
import { requestTemplate, textWithSecrets } from '../request-template.js';
import { httpUrl, modelBase } from './model-base.js';

/** Headers that say how a request is transported; koi's HTTP client sets them itself. */
const TRANSPORT = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const KEEPS_A_SECRET = /^(authorization|proxy-authorization|cookie)$|key|token|secret|password/;

const headers = z.record(z.string(), textWithSecrets).superRefine((given, context) => {
  const names = new Set<string>();
  for (const [written, value] of Object.entries(given)) {
    const refuse = (message: string): void =>
      context.addIssue({ code: 'custom', path: [written], message });
    const name = written.toLowerCase();
    if (names.has(name)) refuse('is set twice; capitals make no difference');
    names.add(name);
    // RFC 9110, 5.6.2 and 5.5.
    if (!/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name)) refuse('is not the name of a header');
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      refuse('must be one line of Latin letters, digits and signs');
    if (TRANSPORT.has(name)) refuse('is set by koi itself');
    if (KEEPS_A_SECRET.test(name) && !value.includes('${'))
      refuse(
        'must name its secret as ${NAME} or ${file:/path}; do not write the secret itself here',
      );
  }
});

/** RFC 6901: where in a JSON value something stands, as in `/choices/0/text`. */
const jsonPointer = z
  .string()
  .regex(
    /^(\/([^~/]|~[01])*)+$/,
    'must be a JSON Pointer such as /choices/0/text (a / inside a name is written ~1, a ~ is written ~0)',
  );

/** How the answer is sent. */
const responseStream = z.enum(['none', 'events', 'lines', 'text']);
export type ResponseStream = z.infer<typeof responseStream>;

const response = z
  .strictObject({
    /** `none`: one JSON. `events`: Server-Sent Events. `lines`: a JSON in each line. `text`: nothing but the text. */
    stream: responseStream.default('none'),
    text: jsonPointer.optional(),
    /** What stands here, if anything, is an error. */
    error: jsonPointer.optional(),
    /** Why the answer ended; in a stream only the last event has it. */
    finish: jsonPointer.optional(),
    promptTokens: jsonPointer.optional(),
    completionTokens: jsonPointer.optional(),
    /** The event or line that ends a stream. */
    end: z.string().trim().min(1).optional(),
  })
  .superRefine(({ stream, ...rest }, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    // An event may hold nothing but text, as an answer of `text` does.
    const needsText = stream === 'none' || stream === 'lines';
    if (rest.text === undefined && needsText)
      refuse('text', `is missing: where does the text stand in the answer? For example /text`);
    if (rest.text === undefined && !needsText) {
      for (const name of ['error', 'finish', 'promptTokens', 'completionTokens'] as const)
        if (rest[name] !== undefined) refuse(name, 'needs JSON, and without `text` there is none');
    }
    if (stream === 'text' && rest.text !== undefined)
      refuse('text', 'an answer of stream: text is not JSON; all of it is the text');
    if (rest.end !== undefined && (stream === 'none' || stream === 'text'))
      refuse('end', 'only a stream of events or lines has an event that ends it');
  });

/** Any endpoint that takes JSON: what it is sent and where its answer stands is written down here. */
export const httpModel = z.strictObject({
  ...modelBase,
  connector: z.literal('http'),
  url: httpUrl('must be an http or https URL').refine(
    (url) => !/^\w+:\/\/[^/?#]*@/.test(url),
    'must hold no user name or password; send them in a header',
  ),
  method: z.enum(['POST', 'PUT']).default('POST'),
  /** Values may name secrets; those are read by model-proxy for each answer and kept nowhere. */
  headers: headers.prefault({}),
  body: requestTemplate,
  response,
});
