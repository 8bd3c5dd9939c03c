import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FailedAttempts } from './failed-attempts.js';
import { SessionController } from './session.controller.js';
import { SessionGuard } from './session.guard.js';
import { SessionService } from './session.service.js';

@Module({
  controllers: [SessionController],
  providers: [
    SessionService,
    { provide: FailedAttempts, useFactory: () => new FailedAttempts() },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
})
export class SessionModule {}
