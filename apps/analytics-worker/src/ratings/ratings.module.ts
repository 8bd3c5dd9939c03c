import { Module } from '@nestjs/common';
import { RatingsRepository } from './ratings.repository.js';
import { RatingsService } from './ratings.service.js';

@Module({ providers: [RatingsService, RatingsRepository], exports: [RatingsService] })
export class RatingsModule {}
