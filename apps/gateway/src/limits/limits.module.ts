import { Module } from '@nestjs/common';
import { LimitsRepository } from './limits.repository.js';
import { LimitsService } from './limits.service.js';

@Module({ providers: [LimitsService, LimitsRepository], exports: [LimitsService] })
export class LimitsModule {}
