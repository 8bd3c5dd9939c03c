import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** The fields that every part of one answer has. */
interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

const headOf = (model: string): Head => ({
  id: `chatcmpl-${randomUUID()}`,
  created: Math.floor(Date.now() / 1_000),
  model,
});

/** Sends an answer as one `chat.completion`. */
export async function sendWhole(
  response: ServerResponse,
  model: string,
  pieces: AsyncIterable<string>,
): Promise<void> {
  let content = '';
  for await (const piece of pieces) content += piece;
  const message = { role: 'assistant', content, refusal: null };
  sendJson(response, 200, {
    ...headOf(model),
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
  });
}

/**
 * Sends an answer as an event stream of `chat.completion.chunk`. What fails before the first piece is left to the
 * caller, who can still answer with a status; what fails later is told in the stream.
 */
export async function sendStream(
  response: ServerResponse,
  model: string,
  pieces: AsyncGenerator<string>,
): Promise<void> {
  const first = await pieces.next();
  const head = headOf(model);
  const chunk = (delta: object, finish: 'stop' | null = null): Promise<void> =>
    send(response, {
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    });

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  await chunk({ role: 'assistant', content: first.done ? '' : first.value });
  try {
    for await (const content of pieces) await chunk({ content });
    await chunk({}, 'stop');
    response.end('data: [DONE]\n\n');
  } catch (error) {
    if (!response.destroyed) {
      await send(response, errorBody(messageOf(error), 'server_error'));
      response.end();
    }
    throw error;
  }
}

/** Waits for a slow reader, so that an answer does not fill the memory. */
async function send(response: ServerResponse, data: object): Promise<void> {
  if (response.destroyed || response.write(`data: ${JSON.stringify(data)}\n\n`)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** An error in OpenAI's shape. */
export const errorBody = (
  message: string,
  type: 'invalid_request_error' | 'server_error',
): object => ({ error: { message, type, param: null, code: null } });

/** `TypeError: the words`, for whoever reads the failure in the dashboard. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
