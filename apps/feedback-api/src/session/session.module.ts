import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule } from '../audit/audit.module.js';
import { FailedAttempts } from './failed-attempts.js';
import {
  IDENTITY_PROVIDERS,
  PasswordProvider,
  TokenProvider,
  type IdentityProvider,
} from './identity-provider.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';

@Module({
  imports: [AuditModule],
  controllers: [SessionController],
  providers: [
    SessionService,
    SessionRepository,
    TokenProvider,
    PasswordProvider,
    {
      provide: IDENTITY_PROVIDERS,
      useFactory: (...providers: IdentityProvider[]) => providers,
      inject: [TokenProvider, PasswordProvider],
    },
    { provide: FailedAttempts, useFactory: () => new FailedAttempts() },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [SessionRepository],
})
export class SessionModule {}
