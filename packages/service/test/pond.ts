import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadEnvironment, serviceEnvironment } from '@koi/config';
import { defineRoute, DomainError, uuid } from '@koi/contracts';
import { createLogger } from '@koi/observability';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { z } from 'zod';
import { createService, IdempotencyKey, Route, type ServiceDescription } from '../src/index.js';

const fish = z.object({ id: uuid, name: z.string() });

const addFish = defineRoute({
  method: 'POST',
  path: '/api/fish',
  summary: 'Puts a fish into the pond.',
  tag: 'fish',
  body: z.strictObject({ name: z.string().min(1), size: z.int().positive() }),
  response: fish,
  status: 201,
  open: true,
  problems: [],
});

const breakDown = defineRoute({
  method: 'POST',
  path: '/api/break',
  summary: 'Fails.',
  tag: 'fish',
  response: fish,
  status: 200,
  open: true,
  idempotent: true,
  problems: ['turn_pending'],
});

class StillSwimming extends DomainError {
  readonly code = 'turn_pending';
  readonly status = 409;
}

@Controller()
class FishController {
  @Route(addFish)
  add(@Body({ schema: addFish.body }) body: z.infer<NonNullable<typeof addFish.body>>): object {
    if (body.name === 'shark') throw new StillSwimming('Wait.');
    return { id: '01890000-0000-7000-8000-00000000000a', name: body.name, secret: 'not for you' };
  }

  @Route(breakDown)
  fail(@IdempotencyKey() _: string): never {
    throw new Error('password of the database');
  }
}

@Module({ controllers: [FishController] })
class PondModule {}

export const pond: ServiceDescription = {
  name: 'pond',
  environment: serviceEnvironment,
  module: PondModule,
  api: { title: 'Pond', description: 'A pond.', routes: { addFish, breakDown }, cookie: 'pond' },
};

/** A folder with a built page. */
export function builtPage(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'koi-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Pond</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

export const configOf = (database: TestDatabase, env: Record<string, string> = {}) =>
  loadEnvironment(serviceEnvironment, {
    DATABASE_URL: database.url,
    PORT: '0',
    SHUTDOWN_GRACE_MS: '300',
    ...env,
  });

export const silent = createLogger({ service: 'pond', level: 'silent' });

/** The pond, listening, with a database of its own. */
export async function startPond(
  env: Record<string, string> = {},
  module: Type = PondModule,
): Promise<{
  app: NestFastifyApplication;
  url: string;
  database: TestDatabase;
  close(): Promise<void>;
}> {
  const database = await testDatabase();
  const app = await createService({ ...pond, module }, configOf(database, env), silent);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    database,
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
