import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FailedAttempts } from './failed-attempts.js';
import { PasswordProvider, TokenProvider } from './identity-provider.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';

@Module({
  controllers: [SessionController],
  providers: [
    SessionService,
    SessionRepository,
    TokenProvider,
    PasswordProvider,
    { provide: FailedAttempts, useFactory: () => new FailedAttempts() },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [SessionRepository],
})
export class SessionModule {}
