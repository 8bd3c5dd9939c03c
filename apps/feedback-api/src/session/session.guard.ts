import {
  Injectable,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { dashboardRoutes } from '@koi/contracts';
import type { AnyRoute } from '@koi/contracts';
import { OPEN, ROUTE } from '@koi/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isSameOrigin } from './same-origin.js';
import { sessionTokenOf } from './session-cookie.js';
import { ForeignOrigin, NotJson, NotSignedIn, RoleNotAllowed } from './session.errors.js';
import { SessionService } from './session.service.js';
import { rememberSignedIn, type SignedIn } from './signed-in.js';

/** Paths with a controller behind them: the guard itself decides about these, route by route. */
const GUARDED: ReadonlySet<string> = new Set(
  Object.values(dashboardRoutes as Readonly<Record<string, AnyRoute>>).map(({ path }) => path),
);

/**
 * Denies by default: every controller needs a session of a role that its route lists, unless the route, or the class,
 * is marked open. Decides by the route that matched, never by the text of the path, so no spelling of a path goes
 * round it.
 */
@Injectable()
export class SessionGuard implements CanActivate, OnModuleInit {
  constructor(
    private readonly reflector: Reflector,
    private readonly adapter: HttpAdapterHost,
    private readonly session: SessionService,
  ) {}

  /** Nest's guards do not see what no controller serves (the API's own documentation); this hook does. */
  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request) => {
      const path = request.routeOptions.url ?? '';
      if (path.startsWith('/api') && !GUARDED.has(path)) await this.needSession(request);
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get<boolean | undefined>(OPEN, context.getClass())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const route = this.reflector.get<AnyRoute | undefined>(ROUTE, context.getHandler());
    if (!route?.open) {
      const signedIn = await this.needSession(request);
      if (!route?.roles?.includes(signedIn.role)) throw new RoleNotAllowed(signedIn.role);
      rememberSignedIn(request, signedIn);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') this.needOwnPage(request);
    return true;
  }

  private async needSession(request: FastifyRequest): Promise<SignedIn> {
    const token = sessionTokenOf(request);
    const signedIn = token === undefined ? undefined : await this.session.find(token);
    if (!signedIn) throw new NotSignedIn();
    return signedIn;
  }

  /** A form of another page can send neither JSON nor these headers. */
  private needOwnPage({ headers, body }: FastifyRequest): void {
    if (!isSameOrigin(headers)) throw new ForeignOrigin();
    const json = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
    if (body !== undefined && body !== null && !json) throw new NotJson();
  }
}
