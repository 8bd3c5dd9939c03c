import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChatbotsController } from './chatbots.controller.js';
import { ChatbotsService } from './chatbots.service.js';

@Module({
  imports: [AccessModule],
  controllers: [ChatbotsController],
  providers: [ChatbotsService],
  exports: [AccessModule],
})
export class ChatbotsModule {}
