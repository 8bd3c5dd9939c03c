import { Module } from '@nestjs/common';
import { analyticsQueue } from '@koi/contracts';
import { provideProducer } from '@koi/service';
import { LocalModels } from '../connectors/llama-cpp/local-models.js';
import { Egress } from '../egress/egress.js';
import { ModelSlots } from '../policy/model-slots.js';
import { GenerationRepository } from './generation.repository.js';
import { GenerationService } from './generation.service.js';
import { GenerationWorker } from './generation.worker.js';
import { ModelAnswers } from './model-answers.js';
import { ModelConnectors } from './model-connectors.js';
import { OrdersAhead } from './orders-ahead.js';
import { RunningAnswers } from './running-answers.js';

@Module({
  providers: [
    GenerationWorker,
    GenerationService,
    GenerationRepository,
    RunningAnswers,
    OrdersAhead,
    ModelConnectors,
    Egress,
    LocalModels,
    ModelAnswers,
    ModelSlots,
    provideProducer(analyticsQueue),
  ],
  exports: [ModelConnectors],
})
export class GenerationModule {}
