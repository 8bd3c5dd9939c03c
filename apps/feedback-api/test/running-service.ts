import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { feedbackApiEnvironment, loadEnvironment, type FeedbackApiConfig } from '@koi/config';
import { createLogger } from '@koi/observability';
import { createService } from '@koi/service';
import { DataSource } from 'typeorm';
import { feedbackApi } from '../src/service.js';
import { testDatabase } from '@koi/testing';
import { Given } from './given.js';

export const TOKEN = 'the-token-of-the-dashboard-in-tests';
export const SECRET_KEY = randomBytes(32).toString('hex');
const COOKIE_SECRET = 'a-secret-of-more-than-thirty-two-characters';

/** The whole service in this process, over HTTP, with a database, queues and a storage folder of its own. */
export class RunningService {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly config: FeedbackApiConfig,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(): Promise<RunningService> {
    const database = await testDatabase();
    const storage = await mkdtemp(join(tmpdir(), 'koi-feedback-api-'));
    const config = loadEnvironment(feedbackApiEnvironment, {
      DATABASE_URL: database.url,
      PORT: '0',
      KOI_COOKIE_SECRET: COOKIE_SECRET,
      KOI_DASHBOARD_TOKEN: TOKEN,
      KOI_STORAGE_DIR: storage,
      KOI_SECRET_KEY: SECRET_KEY,
      SHUTDOWN_GRACE_MS: '500',
    });
    const app = await createService(
      feedbackApi,
      config,
      createLogger({ service: 'feedback-api', level: 'silent' }),
    );
    await app.listen(0, '127.0.0.1');
    return new RunningService(app, await app.getUrl(), config, async () => {
      await app.close();
      await database.drop();
      await rm(storage, { recursive: true });
    });
  }

  get given(): Given {
    return new Given(this.dataSource);
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  /** The value of a Cookie header that opens the dashboard. */
  async signIn(): Promise<string> {
    const response = await this.post('/api/session', { token: TOKEN });
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  get(path: string, cookie?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: cookie ? { cookie } : {} });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** The status of a request whose path is sent exactly as written; fetch would tidy it. */
  rawStatus(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  close(): Promise<void> {
    return this.cleanUp();
  }
}
