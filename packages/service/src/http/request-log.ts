import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { withLogContext, type Logger } from '@koi/observability';
import type { FastifyInstance } from 'fastify';

/** Takes a proxy's `x-request-id` when it looks like one, else makes one. */
export function requestId(request: { headers: IncomingMessage['headers'] }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** One line a request, with its id, route and duration; never a body, a query or a cookie. */
export function addRequestLog(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    withLogContext({ requestId: request.id }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const level = route === '/healthz' || route === '/readyz' ? 'debug' : 'info';
    logger[level](
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
    done();
  });
}
