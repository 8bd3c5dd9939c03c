import {
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import type { FeedbackApiConfig } from '@koi/config';
import { dashboardRoutes } from '@koi/contracts';
import type { AnyRoute } from '@koi/contracts';
import { CONFIG, OPEN, ROUTE } from '@koi/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isSameOrigin } from './same-origin.js';
import { isSignedIn } from './session-cookie.js';
import { ForeignOrigin, NotJson, NotSignedIn } from './session.errors.js';

/** Paths with a controller behind them: the guard itself decides about these, route by route. */
const GUARDED: ReadonlySet<string> = new Set(
  Object.values(dashboardRoutes as Readonly<Record<string, AnyRoute>>).map(({ path }) => path),
);

/**
 * Denies by default: every controller needs a session unless its route, or the class, is marked open. Decides by the
 * route that matched, never by the text of the path, so no spelling of a path goes round it.
 */
@Injectable()
export class SessionGuard implements CanActivate, OnModuleInit {
  constructor(
    private readonly reflector: Reflector,
    private readonly adapter: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: FeedbackApiConfig,
  ) {}

  /** Nest's guards do not see what no controller serves (the API's own documentation); this hook does. */
  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request) => {
      const path = request.routeOptions.url ?? '';
      if (path.startsWith('/api') && !GUARDED.has(path)) this.needSession(request);
    });
  }

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get<boolean | undefined>(OPEN, context.getClass())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const route = this.reflector.get<AnyRoute | undefined>(ROUTE, context.getHandler());
    if (!route?.open) this.needSession(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') this.needOwnPage(request);
    return true;
  }

  private needSession(request: FastifyRequest): void {
    if (!isSignedIn(request, this.config.KOI_DASHBOARD_TOKEN, new Date())) throw new NotSignedIn();
  }

  /** A form of another page can send neither JSON nor these headers. */
  private needOwnPage({ headers, body }: FastifyRequest): void {
    if (!isSameOrigin(headers)) throw new ForeignOrigin();
    const json = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
    if (body !== undefined && body !== null && !json) throw new NotJson();
  }
}
