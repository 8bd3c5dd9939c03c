import { request } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gatewayEnvironment, loadEnvironment } from '@koi/config';
import type { ChatbotAccess, FeedbackMode } from '@koi/contracts';
import {
  CandidateEntity,
  ChatbotEntity,
  ChatbotModelEntity,
  CurrentFeedbackEntity,
  FeedbackEntity,
  hashInviteToken,
  InviteChatbotEntity,
  InviteEntity,
  ModelEntity,
  newId,
  newInviteToken,
  TurnEntity,
} from '@koi/database';
import { createLogger } from '@koi/observability';
import { createService, RELAY } from '@koi/service';
import type { Relay } from '@koi/queues';
import { testDatabase, type TestDatabase } from '@koi/testing';
import { DataSource } from 'typeorm';
import { gateway } from '../src/service.js';

export const silent = createLogger({ service: 'gateway', level: 'silent' });

/** Somebody with a browser of their own. */
export interface Guest {
  readonly id: string;
  readonly cookie: string;
}

/** The whole gateway in this process, over HTTP, with a database and queues of its own. */
export class RunningGateway {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly database: TestDatabase,
  ) {}

  /** Without limits, unless `env` sets some. */
  static async start(
    database?: TestDatabase,
    env: Readonly<Record<string, string>> = {},
  ): Promise<RunningGateway> {
    const own = database ?? (await testDatabase());
    const config = loadEnvironment(gatewayEnvironment, {
      DATABASE_URL: own.url,
      PORT: '0',
      KOI_COOKIE_SECRET: 'a-secret-of-more-than-thirty-two-characters',
      KOI_FEEDBACK_WAIT_MS: '400',
      SHUTDOWN_GRACE_MS: '500',
      KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: '0',
      KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: '0',
      KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: '0',
      KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: '0',
      ...env,
    });
    const app = await createService(gateway, config, silent);
    await app.listen(0, '127.0.0.1');
    return new RunningGateway(app, await app.getUrl(), own);
  }

  get dataSource(): DataSource {
    return this.app.get(DataSource);
  }

  get relay(): Relay {
    return this.app.get<Relay>(RELAY);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }

  ask(
    method: string,
    path: string,
    options: { as?: Guest; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(options.as ? { cookie: options.as.cookie } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
  }

  async guest(body: object = {}): Promise<Guest> {
    const response = await this.ask('POST', '/api/participants', { body });
    const { id } = (await response.json()) as { id: string };
    return { id, cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
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

  async chatbot(
    feedbackMode: FeedbackMode,
    options: { consentText?: string; models?: number; access?: ChatbotAccess } = {},
  ): Promise<string> {
    const [id, slug] = [newId(), `bot-${newId().slice(-12)}`];
    const { manager } = this.dataSource;
    await manager.insert(ChatbotEntity, {
      id,
      slug,
      title: slug,
      feedbackMode,
      consentText: options.consentText ?? null,
      access: options.access ?? 'public',
      source: 'koi_yaml',
    });
    for (let index = 0; index < (options.models ?? 2); index++) {
      const modelId = newId();
      await manager.insert(ModelEntity, {
        id: modelId,
        name: modelId,
        label: `Label ${index}`,
        connector: 'demo',
        source: 'koi_yaml',
      });
      await manager.insert(ChatbotModelEntity, { chatbotId: id, modelId });
    }
    return slug;
  }

  /** An invite to chatbots; the token is what stands in its link. */
  async invite(
    slugs: readonly string[],
    change: Partial<InviteEntity> = {},
  ): Promise<{ id: string; token: string }> {
    const [id, token] = [newId(), newInviteToken()];
    const { manager } = this.dataSource;
    await manager.insert(InviteEntity, {
      id,
      label: 'Study',
      tokenHash: hashInviteToken(token),
      ...change,
    });
    for (const slug of slugs) {
      const { id: chatbotId } = await manager.findOneByOrFail(ChatbotEntity, { slug });
      await manager.insert(InviteChatbotEntity, { inviteId: id, chatbotId });
    }
    return { id, token };
  }

  /** Starts a conversation as somebody. */
  start(guest: Guest, chatbot: string, text = 'Hello'): Promise<Response> {
    return this.ask('POST', '/api/conversations', {
      as: guest,
      body: { chatbot, text },
      headers: { 'idempotency-key': newId() },
    });
  }

  /** Ends every answer of a turn as model-proxy would. */
  async endTurn(
    turnId: string,
    states: readonly ('completed' | 'stopped' | 'failed')[] = ['completed', 'completed'],
    text = 'An answer',
  ): Promise<void> {
    const { manager } = this.dataSource;
    const candidates = await manager.find(CandidateEntity, {
      where: { turnId },
      order: { position: 'ASC' },
    });
    for (const [index, { id }] of candidates.entries()) {
      const state = states[index] ?? 'completed';
      await manager.update(
        CandidateEntity,
        { id },
        { state, text, attempt: 1, finishReason: state === 'failed' ? 'error' : 'stop' },
      );
    }
    await manager.update(TurnEntity, { id: turnId }, { state: 'completed' });
  }

  /** Stores a ranking as feedback-api would. */
  rank(
    guest: Guest,
    turnId: string,
    value: FeedbackEntity['value'],
    more: Partial<FeedbackEntity> = {},
  ): Promise<void> {
    return this.say(guest, { kind: 'ranking', turnId, candidateId: null, value, ...more });
  }

  /** Stores feedback as feedback-api would, as the current of its kind. */
  async say(
    guest: Guest,
    said: Pick<FeedbackEntity, 'kind' | 'turnId' | 'candidateId' | 'value'> &
      Partial<FeedbackEntity>,
  ): Promise<void> {
    const id = newId();
    const { manager } = this.dataSource;
    const { kind, value } = said;
    const about = { participantId: guest.id, kind, targetId: said.candidateId ?? said.turnId };
    await manager.insert(FeedbackEntity, {
      id,
      idempotencyKey: newId(),
      revision: 1,
      shown: said.candidateId ? [said.candidateId] : [],
      acceptedAt: new Date(),
      ...said,
      ...about,
    });
    await manager.upsert(
      CurrentFeedbackEntity,
      { ...about, feedbackId: id, value, acceptedAt: new Date() },
      ['participantId', 'kind', 'targetId'],
    );
  }
}
