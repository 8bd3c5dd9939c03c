import { Module } from '@nestjs/common';
import { probesQueue } from '@koi/contracts';
import { provideRequester } from '@koi/service';
import { ModelsModule } from '../models/models.module.js';
import { ProbesController } from './probes.controller.js';
import { ProbesService } from './probes.service.js';

@Module({
  imports: [ModelsModule],
  controllers: [ProbesController],
  providers: [ProbesService, provideRequester(probesQueue)],
})
export class ProbesModule {}
