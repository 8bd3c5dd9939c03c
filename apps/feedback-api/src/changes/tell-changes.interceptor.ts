import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { RECORDS_TOPIC } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import type { FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Every request of the team that changes something is told to the open dashboards once it is committed. */
@Injectable()
export class TellChangesInterceptor implements NestInterceptor {
  constructor(
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'GET' || method === 'HEAD') return next.handle();
    return next.handle().pipe(tap({ complete: () => void this.tell() }));
  }

  /** A dashboard that misses it asks by itself within a minute. */
  private async tell(): Promise<void> {
    try {
      await this.relay.publish(RECORDS_TOPIC, {});
    } catch (err) {
      this.logger.warn({ err }, 'could not tell the open dashboards of a change');
    }
  }
}
