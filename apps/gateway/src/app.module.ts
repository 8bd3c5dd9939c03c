import { Module } from '@nestjs/common';
import { ChatbotsModule } from './chatbots/chatbots.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { ParticipantsModule } from './participants/participants.module.js';
import { StreamingModule } from './streaming/streaming.module.js';

@Module({
  imports: [
    ParticipantsModule,
    ChatbotsModule,
    ConversationsModule,
    StreamingModule,
    FeedbackModule,
  ],
})
export class AppModule {}
