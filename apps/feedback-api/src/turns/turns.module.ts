import { Module } from '@nestjs/common';
import { TurnsController } from './turns.controller.js';
import { TurnsRepository } from './turns.repository.js';
import { TurnsService } from './turns.service.js';

@Module({ controllers: [TurnsController], providers: [TurnsService, TurnsRepository] })
export class TurnsModule {}
