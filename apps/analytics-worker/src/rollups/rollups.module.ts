import { Module } from '@nestjs/common';
import { RollupsRepository } from './rollups.repository.js';
import { RollupsService } from './rollups.service.js';
import { RollupsWorker } from './rollups.worker.js';

@Module({
  providers: [RollupsWorker, RollupsService, RollupsRepository],
  exports: [RollupsService],
})
export class RollupsModule {}
