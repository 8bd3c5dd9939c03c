import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ModelsController } from './models.controller.js';
import { ModelsRepository } from './models.repository.js';
import { ModelsService } from './models.service.js';
import { TypedKeys } from './typed-keys.js';

@Module({
  imports: [AuditModule],
  controllers: [ModelsController],
  providers: [ModelsService, ModelsRepository, TypedKeys],
  exports: [ModelsRepository, TypedKeys],
})
export class ModelsModule {}
