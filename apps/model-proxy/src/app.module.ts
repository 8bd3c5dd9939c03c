import { Module } from '@nestjs/common';
import { GenerationModule } from './generation/generation.module.js';

@Module({ imports: [GenerationModule] })
export class AppModule {}
