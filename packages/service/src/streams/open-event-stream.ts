import { createSession, type Session } from 'better-sse';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a browser waits before it reconnects, in milliseconds. */
const RETRY_MS = 1_000;

/** Takes a request over from Fastify and answers it with Server-Sent Events, with the headers set so far. */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { heartbeatSeconds }: { readonly heartbeatSeconds: number },
): Promise<Session> {
  const kept: Record<string, string | string[] | undefined> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    kept[name] = typeof value === 'number' ? String(value) : value;
  }
  reply.hijack();
  return createSession(request.raw, reply.raw, {
    keepAlive: heartbeatSeconds * 1_000,
    retry: RETRY_MS,
    // Proxies such as nginx must not collect events before they pass them on.
    headers: { ...kept, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}
