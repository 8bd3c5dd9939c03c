import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { uuid } from '@koi/contracts';
import type { FastifyRequest } from 'fastify';
import { InvalidInput } from './invalid-input.js';

function readKey(header: unknown): string {
  const checked = uuid.safeParse(header);
  if (checked.success) return checked.data.toLowerCase();
  throw new InvalidInput([
    { path: 'Idempotency-Key', message: 'send a UUID of your own in this header' },
  ]);
}

const headerOf = (context: ExecutionContext): unknown =>
  context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];

/** The `Idempotency-Key` header, a UUID chosen by the client. Missing or malformed: 400. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => readKey(headerOf(context)),
);

/** The same for clients that may not know of it: missing is `undefined`, malformed is 400. */
export const OptionalIdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const header = headerOf(context);
    return header === undefined ? undefined : readKey(header);
  },
);
