import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { feedbackApiEnvironment, loadEnvironment, type FeedbackApiConfig } from '@koi/config';
import type { UserRole } from '@koi/contracts';
import { newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { createService } from '@koi/service';
import { DataSource } from 'typeorm';
import { FailedAttempts } from '../src/session/failed-attempts.js';
import { feedbackApi } from '../src/service.js';
import { testDatabase } from '@koi/testing';
import { Given } from './given.js';

export const TOKEN = 'the-token-of-the-dashboard-in-tests';
export const SECRET_KEY = randomBytes(32).toString('hex');
const COOKIE_SECRET = 'a-secret-of-more-than-thirty-two-characters';

/** What a browser would send back of the cookie that a response sets. */
export const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** The whole service in this process, over HTTP, with a database, queues and a storage folder of its own. */
export class RunningService {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly config: FeedbackApiConfig,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
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
      ...env,
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
    return cookieOf(response);
  }

  /** Lets the address of these tests try again, as if the next request came from another one. */
  forgetAddress(): void {
    this.app.get(FailedAttempts, { strict: false }).forget('127.0.0.1');
  }

  /** The value of a Cookie header of a new user of this role, who has set a password by their link. */
  async signInAs(role: UserRole): Promise<string> {
    const { cookie } = await this.newUser(role);
    return cookie;
  }

  /** A new user who has set `password` by their link, and their session. */
  async newUser(
    role: UserRole,
  ): Promise<{ id: string; email: string; password: string; cookie: string }> {
    const owner = await this.signIn();
    const [email, password] = [`${newId()}@example.org`, 'correct horse battery'];
    const made = await this.post(
      '/api/users',
      { email, name: `A ${role}`, role },
      { cookie: owner },
    );
    const { id, linkPath } = (await made.json()) as { id: string; linkPath: string };
    const response = await this.post('/api/password-links/redemption', {
      token: linkPath.split('#')[1],
      password,
    });
    return { id, email, password, cookie: cookieOf(response) };
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
