import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ConversationsModule } from '../conversations/conversations.module.js';
import { FeedbackModule } from '../feedback/feedback.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { StreamingModule } from '../streaming/streaming.module.js';
import { ApiKeyGuard } from './api-keys/api-key.guard.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AcceptCompletionService } from './completions/accept-completion.service.js';
import { CompletionsController } from './completions/completions.controller.js';
import { CompletionsRepository } from './completions/completions.repository.js';
import { CompletionsService } from './completions/completions.service.js';
import { AnswersRepository } from './feedback/answers.repository.js';
import { ApiFeedbackController } from './feedback/api-feedback.controller.js';
import { ApiFeedbackService } from './feedback/api-feedback.service.js';
import { ModelsController } from './models/models.controller.js';
import { ModelsService } from './models/models.service.js';

/** What clients of OpenAI's API use, with an API key: /v1. */
@Module({
  imports: [LimitsModule, ConversationsModule, StreamingModule, FeedbackModule],
  controllers: [ModelsController, CompletionsController, ApiFeedbackController],
  providers: [
    ApiKeysService,
    ApiKeysRepository,
    ModelsService,
    AcceptCompletionService,
    CompletionsService,
    CompletionsRepository,
    ApiFeedbackService,
    AnswersRepository,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
  ],
})
export class OpenAiApiModule {}
