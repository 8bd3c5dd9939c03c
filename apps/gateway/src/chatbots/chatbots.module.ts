import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ChatbotsController } from './chatbots.controller.js';
import { ImageHosts } from './image-hosts.js';
import { ChatbotsService } from './chatbots.service.js';

@Module({
  imports: [AccessModule],
  controllers: [ChatbotsController],
  providers: [ChatbotsService, ImageHosts],
  exports: [AccessModule],
})
export class ChatbotsModule {}
