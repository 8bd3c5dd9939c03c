import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { OpenStreams } from '@koi/service';
import { ChangesController } from './changes.controller.js';
import { TellChangesInterceptor } from './tell-changes.interceptor.js';

@Module({
  controllers: [ChangesController],
  providers: [OpenStreams, { provide: APP_INTERCEPTOR, useClass: TellChangesInterceptor }],
})
export class ChangesModule {}
