import { Module } from '@nestjs/common';
import { ChatbotsModule } from './chatbots/chatbots.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { OpenAiApiModule } from './openai-api/openai-api.module.js';
import { ParticipantsModule } from './participants/participants.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { StreamingModule } from './streaming/streaming.module.js';

@Module({
  imports: [
    ParticipantsModule,
    InvitesModule,
    PrivacyModule,
    ChatbotsModule,
    ConversationsModule,
    StreamingModule,
    FeedbackModule,
    OpenAiApiModule,
  ],
})
export class AppModule {}
