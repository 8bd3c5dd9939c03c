import { Module } from '@nestjs/common';
import { DeadLettersModule } from '../dead-letters/dead-letters.module.js';
import { SystemController } from './system.controller.js';
import { SystemRepository } from './system.repository.js';
import { SystemService } from './system.service.js';

@Module({
  imports: [DeadLettersModule],
  controllers: [SystemController],
  providers: [SystemService, SystemRepository],
})
export class SystemModule {}
