import { Module } from '@nestjs/common';
import { generationQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { TurnsRepository } from './turns.repository.js';
import { TurnsService } from './turns.service.js';

@Module({
  providers: [TurnsService, TurnsRepository, provideProducer(generationQueue)],
  exports: [TurnsService],
})
export class TurnsModule {}
