import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { uuid } from '@koi/contracts';
import type { FastifyRequest } from 'fastify';
import { InvalidInput } from './invalid-input.js';

/** The `Idempotency-Key` header, a UUID chosen by the client. Missing or malformed: 400. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
    const checked = uuid.safeParse(header);
    if (checked.success) return checked.data.toLowerCase();
    throw new InvalidInput([
      { path: 'Idempotency-Key', message: 'send a UUID of your own in this header' },
    ]);
  },
);
