import { Module } from '@nestjs/common';
import { ChatbotsRepository } from '../chatbots/chatbots.repository.js';
import { AccessRepository } from './access.repository.js';
import { AccessService } from './access.service.js';

@Module({
  providers: [AccessService, AccessRepository, ChatbotsRepository],
  exports: [AccessService, ChatbotsRepository],
})
export class AccessModule {}
