import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { OpenStreams } from './open-streams.js';
import { StreamingController } from './streaming.controller.js';
import { StreamingService } from './streaming.service.js';

@Module({
  imports: [ConversationsModule],
  controllers: [StreamingController],
  providers: [StreamingService, OpenStreams],
  exports: [StreamingService],
})
export class StreamingModule {}
