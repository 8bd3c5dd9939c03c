import 'reflect-metadata';
import fastifyCookie from '@fastify/cookie';
import {
  Module,
  StandardSchemaSerializerInterceptor,
  StandardSchemaValidationPipe,
  type Type,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigInvalid, loadEnvironment, type ServiceConfig } from '@koi/config';
import { createLogger, type Logger } from '@koi/observability';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { InvalidInput } from './http/invalid-input.js';
import { serveApiDocs, type ApiDescription } from './http/openapi.js';
import { ProblemFilter } from './http/problem.filter.js';
import { addRequestLog, requestId } from './http/request-log.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { serveStaticPages } from './http/static-pages.js';
import { NestLogger } from './nest-logger.js';
import { Opened } from './opened.js';
import { ServiceModule } from './service.module.js';

export interface ServiceDescription {
  /** As it stands in logs and metrics: `gateway`. */
  readonly name: string;
  /** Which environment variables it reads (packages/config). */
  readonly environment: z.ZodObject;
  /** The module that lists its features. */
  readonly module: Type;
  /** Its HTTP API, when it has one. */
  readonly api?: ApiDescription;
}

/** The largest request body, in bytes. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Builds a service without listening; `startService` is for `main.ts`, this one for tests. A service that cannot be
 * built leaves no connection open.
 */
export async function createService(
  description: ServiceDescription,
  config: ServiceConfig,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const opened = new Opened(logger);
  try {
    return await build(description, config, logger, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function build(
  description: ServiceDescription,
  config: ServiceConfig,
  logger: Logger,
  opened: Opened,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    genReqId: requestId,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 200 },
    ...trustedProxies(config),
  });
  const shared = ServiceModule.for(description.name, config, logger, opened);
  @Module({ imports: [shared, description.module] })
  class RootModule {}

  const app = await NestFactory.create<NestFastifyApplication>(RootModule, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    forceCloseConnections: true,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  addRequestLog(fastify, logger);
  await addSecurityHeaders(fastify);
  if ('KOI_COOKIE_SECRET' in config)
    await fastify.register(fastifyCookie, { secret: String(config.KOI_COOKIE_SECRET) });
  if (config.KOI_STATIC_DIR) await serveStaticPages(fastify, config.KOI_STATIC_DIR);

  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) =>
        new InvalidInput(
          issues.map(({ path, message }) => ({
            path: (path ?? [])
              .map((key) => String(typeof key === 'object' ? key.key : key))
              .join('.'),
            message,
          })),
        ),
    }),
  );
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  app.useGlobalFilters(new ProblemFilter(logger, description.api?.errors));
  if (description.api) serveApiDocs(app, description.api);
  // A service that was asked to stop and did has not failed: exit code 0, not 143.
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  return app;
}

/** Whose word on the caller's address counts. Without any it is the address the connection comes from. */
function trustedProxies(config: ServiceConfig): { trustProxy?: string } {
  const proxies = 'KOI_TRUSTED_PROXIES' in config ? config.KOI_TRUSTED_PROXIES : undefined;
  return typeof proxies === 'string' ? { trustProxy: proxies } : {};
}

/**
 * The whole of a service's `main.ts`: reads the environment, starts, listens, and stops cleanly on SIGTERM.
 * A wrong configuration is one readable line a problem and exit code 78 (EX_CONFIG of sysexits.h).
 */
export async function startService(description: ServiceDescription): Promise<void> {
  let config: ServiceConfig;
  try {
    config = loadEnvironment(description.environment) as ServiceConfig;
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    process.stderr.write(`${description.name} cannot start:\n${error.message}\n`);
    process.exitCode = 78;
    return;
  }
  const logger = createLogger({ service: description.name, level: config.LOG_LEVEL });
  try {
    const app = await createService(description, config, logger);
    await app.listen(config.PORT, config.HOST);
    logger.info({ url: await app.getUrl() }, 'ready');
  } catch (error) {
    logger.fatal({ err: error }, 'cannot start');
    process.exit(1);
  }
}
