import { Module } from '@nestjs/common';
import { GenerationModule } from '../generation/generation.module.js';
import { ProbesRepository } from './probes.repository.js';
import { ProbesService } from './probes.service.js';
import { ProbesWorker } from './probes.worker.js';

@Module({
  imports: [GenerationModule],
  providers: [ProbesWorker, ProbesService, ProbesRepository],
})
export class ProbesModule {}
