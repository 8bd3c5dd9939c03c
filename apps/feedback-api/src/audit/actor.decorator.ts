import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { actorName, signedInOf } from '../session/signed-in.js';

/** Who asks, as the trail of changes names them: their e-mail address, or the owner. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  actorName(signedInOf(context.switchToHttp().getRequest<FastifyRequest>())),
);
