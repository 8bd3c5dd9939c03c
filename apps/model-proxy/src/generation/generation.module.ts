import { Module } from '@nestjs/common';
import { analyticsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { Egress } from '../egress/egress.js';
import { GenerationRepository } from './generation.repository.js';
import { GenerationService } from './generation.service.js';
import { GenerationWorker } from './generation.worker.js';
import { ModelConnectors } from './model-connectors.js';
import { RunningAnswers } from './running-answers.js';

@Module({
  providers: [
    GenerationWorker,
    GenerationService,
    GenerationRepository,
    RunningAnswers,
    ModelConnectors,
    Egress,
    provideProducer(analyticsQueue),
  ],
})
export class GenerationModule {}
