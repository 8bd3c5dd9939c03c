import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { probeModel, RECORDS_TOPIC, type AnyRoute } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY, ROUTE, tellDashboards } from '@koi/service';
import { tap, type Observable } from 'rxjs';

/** Every request of the team that changes something is told to the open dashboards once it is committed. */
@Injectable()
export class TellChangesInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<AnyRoute | undefined>(ROUTE, context.getHandler());
    if (!route || route.method === 'GET' || route === probeModel) return next.handle();
    return next.handle().pipe(
      tap({
        complete: () => void tellDashboards(RECORDS_TOPIC, this.relay, this.logger),
      }),
    );
  }
}
