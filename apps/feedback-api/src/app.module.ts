import { Module } from '@nestjs/common';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { ChatbotsModule } from './chatbots/chatbots.module.js';
import { DatasetsModule } from './datasets/datasets.module.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { InvitesModule } from './invites/invites.module.js';
import { ParticipantsModule } from './participants/participants.module.js';
import { ModelsModule } from './models/models.module.js';
import { ProbesModule } from './probes/probes.module.js';
import { LeaderboardModule } from './leaderboard/leaderboard.module.js';
import { RecordsModule } from './records/records.module.js';
import { SavedFiltersModule } from './saved-filters/saved-filters.module.js';
import { SessionModule } from './session/session.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SystemModule } from './system/system.module.js';
import { TrainingModule } from './training/training.module.js';
import { TurnsModule } from './turns/turns.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [
    SessionModule,
    ChangesModule,
    FeedbackModule,
    StatisticsModule,
    LeaderboardModule,
    RecordsModule,
    TurnsModule,
    SavedFiltersModule,
    DatasetsModule,
    TrainingModule,
    ApiKeysModule,
    InvitesModule,
    ParticipantsModule,
    AuditModule,
    ModelsModule,
    ProbesModule,
    ChatbotsModule,
    UsersModule,
    DeadLettersModule,
    IntakeModule,
    SystemModule,
  ],
})
export class AppModule {}
