import { Module } from '@nestjs/common';
import { RefusalsRepository } from './refusals.repository.js';

@Module({ providers: [RefusalsRepository], exports: [RefusalsRepository] })
export class RefusalsModule {}
