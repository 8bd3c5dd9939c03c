import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import { getSession, signIn, signOut } from '@koi/contracts';
import type { BodyOf, DashboardSession } from '@koi/contracts';
import { CONFIG, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SessionService } from './session.service.js';

@Controller()
export class SessionController {
  constructor(
    private readonly session: SessionService,
    @Inject(CONFIG) private readonly config: FeedbackApiConfig,
  ) {}

  @Route(signIn)
  signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signIn.body }) { token }: BodyOf<typeof signIn>,
  ): DashboardSession {
    const session = this.session.signIn(token, request.ip);
    const { KOI_DASHBOARD_TOKEN, KOI_SECURE_COOKIES: secure } = this.config;
    setSessionCookie(reply, { token: KOI_DASHBOARD_TOKEN, secure, now: new Date() });
    return session;
  }

  /** The guard has answered already. */
  @Route(getSession)
  get(): DashboardSession {
    return { role: 'admin' };
  }

  /** The browser forgets the session; a copy of the cookie stays good until it expires or the token changes. */
  @Route(signOut)
  signOut(@Res({ passthrough: true }) reply: FastifyReply): void {
    clearSessionCookie(reply);
  }
}
