import type { IncomingMessage } from 'node:http';
import {
  openAiMessage,
  toChatMessages,
  type ChatMessage,
  type GenerationParameters,
} from '@koi/contracts';
import { z } from 'zod';

/** Long conversations are some hundred kilobytes. */
const LARGEST_REQUEST_BYTES = 16 * 1024 * 1024;

/** A request that is answered with an error; the message tells the caller what to change. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  constructor(
    readonly status: 400 | 401 | 404 | 405 | 413,
    message: string,
  ) {
    super(message);
  }
}

export interface CompletionRequest {
  readonly messages: readonly ChatMessage[];
  readonly parameters: GenerationParameters;
  readonly stream: boolean;
}

/** The part of OpenAI's request that a function can do something with; the rest is ignored. */
const completionBody = z.object({
  messages: z.array(openAiMessage).min(1),
  stream: z.boolean().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  seed: z.int().nullish(),
});

/** Reads the body of `POST /v1/chat/completions`. */
export async function readCompletionRequest(request: IncomingMessage): Promise<CompletionRequest> {
  const checked = completionBody.safeParse(await readJson(request));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new RequestRefused(400, `${issue?.path.join('.') || 'The body'}: ${issue?.message}`);
  }
  const body = checked.data;
  const parameters = {
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: body.stop == null ? undefined : [body.stop].flat(),
    seed: body.seed ?? undefined,
  };
  return {
    messages: toChatMessages(body.messages),
    parameters: Object.fromEntries(
      Object.entries(parameters).filter(([, value]) => value !== undefined),
    ),
    stream: body.stream ?? false,
  };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > LARGEST_REQUEST_BYTES)
      throw new RequestRefused(413, 'The request is larger than 16 MiB.');
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw new RequestRefused(400, 'The body is not JSON.');
  }
}
