import { Body, Controller, Inject, Req, Res } from '@nestjs/common';
import type { FeedbackApiConfig } from '@koi/config';
import { changePassword, getSession, setPasswordByLink, signIn, signOut } from '@koi/contracts';
import type { BodyOf, DashboardSession } from '@koi/contracts';
import { CONFIG, Route } from '@koi/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SessionService } from './session.service.js';
import { CurrentUser, toSession, type SignedIn } from './signed-in.js';

@Controller()
export class SessionController {
  constructor(
    private readonly session: SessionService,
    @Inject(CONFIG) private readonly config: FeedbackApiConfig,
  ) {}

  @Route(signIn)
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: signIn.body }) credentials: BodyOf<typeof signIn>,
  ): Promise<DashboardSession> {
    const { session, token } = await this.session.signIn(credentials, request.ip);
    setSessionCookie(reply, token, this.config.KOI_SECURE_COOKIES);
    return session;
  }

  @Route(getSession)
  get(@CurrentUser() me: SignedIn): DashboardSession {
    return toSession(me);
  }

  @Route(signOut)
  async signOut(
    @CurrentUser() me: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.session.signOut(me);
    clearSessionCookie(reply);
  }

  @Route(setPasswordByLink)
  async setPasswordByLink(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: setPasswordByLink.body }) body: BodyOf<typeof setPasswordByLink>,
  ): Promise<DashboardSession> {
    const { session, token } = await this.session.setPasswordByLink(
      body.token,
      body.password,
      request.ip,
    );
    setSessionCookie(reply, token, this.config.KOI_SECURE_COOKIES);
    return session;
  }

  @Route(changePassword)
  changePassword(
    @CurrentUser() me: SignedIn,
    @Body({ schema: changePassword.body }) body: BodyOf<typeof changePassword>,
  ): Promise<void> {
    return this.session.changePassword(me, body);
  }
}
