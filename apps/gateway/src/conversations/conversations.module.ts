import { Module } from '@nestjs/common';
import { analyticsQueue, generationQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { LimitsModule } from '../limits/limits.module.js';
import { ChatbotsModule } from '../chatbots/chatbots.module.js';
import { ExpectedReaders } from '../streaming/expected-readers.js';
import { ConversationsController } from './conversations.controller.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ConversationsService } from './conversations.service.js';
import { NewTurnsRepository } from './new-turns.repository.js';
import { OwedJobs } from './owed-jobs.js';
import { RegeneratingService } from './regenerating.service.js';
import { SendingService } from './sending.service.js';
import { TurnAcceptance } from './turn-acceptance.js';

@Module({
  imports: [ChatbotsModule, LimitsModule],
  controllers: [ConversationsController],
  providers: [
    ConversationsService,
    SendingService,
    RegeneratingService,
    TurnAcceptance,
    OwedJobs,
    ConversationsRepository,
    NewTurnsRepository,
    ExpectedReaders,
    provideProducer(generationQueue),
    provideProducer(analyticsQueue),
  ],
  exports: [ConversationsRepository, TurnAcceptance, ExpectedReaders],
})
export class ConversationsModule {}
