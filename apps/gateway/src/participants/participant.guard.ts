import {
  createParamDecorator,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AnyRoute } from '@koi/contracts';
import type { ParticipantEntity } from '@koi/database';
import { OPEN, ROUTE } from '@koi/service';
import type { FastifyRequest } from 'fastify';
import { readParticipantCookie } from './participant-cookie.js';
import { CrossSiteRequest } from './participants.errors.js';
import { ParticipantsService } from './participants.service.js';

type Identified = FastifyRequest & { participant?: ParticipantEntity };

/**
 * Guards every route of the gateway: without a participant only routes marked open answer, or marked for API keys. A change asked for by
 * another site's page is refused (Fetch metadata, with SameSite=Lax behind it).
 */
@Injectable()
export class ParticipantGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly participants: ParticipantsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(OPEN, context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Identified>();
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site')
      throw new CrossSiteRequest();
    const route = this.reflector.get<AnyRoute | undefined>(ROUTE, context.getHandler());
    // An API key opens these, and no cookie does: ApiKeyGuard asks for it.
    if (route?.open || route?.auth === 'api_key') return true;
    const id = readParticipantCookie(request);
    request.participant = await this.participants.identify(id, request.params);
    return true;
  }
}

/** Whoever the guard let in. */
export const CurrentParticipant = createParamDecorator(
  (_: unknown, context: ExecutionContext): ParticipantEntity => {
    const { participant } = context.switchToHttp().getRequest<Identified>();
    if (!participant)
      throw new Error('CurrentParticipant stands on a route that the guard left open.');
    return participant;
  },
);
