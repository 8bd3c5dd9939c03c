import { Module } from '@nestjs/common';
import { GenerationModule } from './generation/generation.module.js';
import { ProbesModule } from './probes/probes.module.js';

@Module({ imports: [GenerationModule, ProbesModule] })
export class AppModule {}
