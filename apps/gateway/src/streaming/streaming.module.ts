import { Module } from '@nestjs/common';
import { OpenStreams } from '@koi/service';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { ConversationEventsController } from './conversation-events.controller.js';
import { ConversationEventsService } from './conversation-events.service.js';
import { StreamingController } from './streaming.controller.js';
import { StreamedTurnsRepository } from './streamed-turns.repository.js';
import { StreamingService } from './streaming.service.js';

@Module({
  imports: [ConversationsModule],
  controllers: [StreamingController, ConversationEventsController],
  providers: [StreamingService, StreamedTurnsRepository, ConversationEventsService, OpenStreams],
  exports: [StreamingService],
})
export class StreamingModule {}
