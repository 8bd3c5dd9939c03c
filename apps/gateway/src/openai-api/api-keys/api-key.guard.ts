import {
  createParamDecorator,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AnyRoute } from '@koi/contracts';
import { ROUTE } from '@koi/service';
import type { FastifyRequest } from 'fastify';
import type { OpenKey } from './open-key.js';
import { ApiKeysService } from './api-keys.service.js';

type Identified = FastifyRequest & { apiKey?: OpenKey };

/**
 * Asks for an API key on every route that is marked for one; cookies count for nothing there. All other routes are
 * guarded by ParticipantGuard, which knows no keys. A route that is marked for neither is closed by that one.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<AnyRoute | undefined>(ROUTE, context.getHandler());
    if (route?.auth !== 'api_key') return true;
    const request = context.switchToHttp().getRequest<Identified>();
    request.apiKey = await this.keys.identify(request.headers.authorization);
    return true;
  }
}

/** The key the guard let in. */
export const CurrentApiKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): OpenKey => {
    const { apiKey } = context.switchToHttp().getRequest<Identified>();
    if (!apiKey) throw new Error('CurrentApiKey stands on a route that asks for no API key.');
    return apiKey;
  },
);
