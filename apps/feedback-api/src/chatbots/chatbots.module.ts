import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ChatbotsController } from './chatbots.controller.js';
import { ChatbotsRepository } from './chatbots.repository.js';
import { ChatbotsService } from './chatbots.service.js';

@Module({
  imports: [AuditModule],
  controllers: [ChatbotsController],
  providers: [ChatbotsService, ChatbotsRepository],
})
export class ChatbotsModule {}
