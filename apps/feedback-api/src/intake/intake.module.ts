import { Module } from '@nestjs/common';
import { DeadLettersModule } from '../dead-letters/dead-letters.module.js';
import { IntakeController } from './intake.controller.js';
import { IntakeRepository } from './intake.repository.js';
import { IntakeService } from './intake.service.js';

@Module({
  imports: [DeadLettersModule],
  controllers: [IntakeController],
  providers: [IntakeService, IntakeRepository],
})
export class IntakeModule {}
