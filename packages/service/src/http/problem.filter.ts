import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import {
  DomainError,
  problemTitles,
  problemType,
  type Problem,
  type ProblemCode,
} from '@koi/contracts';
import { isDatabaseUnavailable } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidInput } from './invalid-input.js';
import { isBelow, type ErrorShape } from './openapi.js';

const CODE_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid_input',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'unavailable',
};

/** How soon to ask again when Postgres is away: it is back in seconds, or somebody has to look. */
const DATABASE_RETRY_SECONDS = 2;

/** Errors of Fastify itself (body too large, broken JSON) carry a status and no more. */
interface HasStatus {
  readonly statusCode: number;
  readonly message: string;
}
const hasStatus = (error: unknown): error is HasStatus =>
  typeof error === 'object' &&
  error !== null &&
  'statusCode' in error &&
  typeof error.statusCode === 'number';

/**
 * Turns every error into RFC 9457 problem details, or what a service promises below some path: the one place where koi's
 * HTTP errors get their shape.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly otherShape?: ErrorShape,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error, request.id);
    if (!(error instanceof DomainError) && problem.status >= 500)
      this.logger[isDatabaseUnavailable(error) ? 'warn' : 'error'](
        { err: error },
        'could not answer',
      );
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.retryAfterSeconds !== undefined)
      void reply.header('retry-after', problem.retryAfterSeconds);
    const shape = this.otherShape;
    if (shape && isBelow(request.url.split('?')[0] ?? '', shape)) {
      void reply
        .status(problem.status)
        .header('content-type', 'application/json; charset=utf-8')
        .send(JSON.stringify(shape.of(problem)));
      return;
    }
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json')
      .send(JSON.stringify(problem));
  }
}

/** What the client is told; of an unexpected error only its request id, by which the log has it. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) {
    const retryAfter = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds) : undefined;
    return {
      ...describe(error.code, error.status, error.message, requestId),
      ...(error instanceof InvalidInput ? { issues: error.issues } : {}),
      ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
    };
  }
  if (isDatabaseUnavailable(error))
    return {
      ...describe('unavailable', 503, 'koi is not reachable for a moment. Try again.', requestId),
      retryAfterSeconds: DATABASE_RETRY_SECONDS,
    };
  const status =
    error instanceof HttpException ? error.getStatus() : hasStatus(error) ? error.statusCode : 500;
  const code = CODE_BY_STATUS[status];
  if (code && status !== 503) return describe(code, status, (error as Error).message, requestId);
  return describe(
    code ?? 'internal',
    status >= 500 ? status : 500,
    `The request could not be answered. Its number is ${requestId}; the logs say more.`,
    requestId,
  );
}

function describe(code: ProblemCode, status: number, detail: string, requestId: string): Problem {
  return { type: problemType(code), title: problemTitles[code], status, detail, code, requestId };
}
