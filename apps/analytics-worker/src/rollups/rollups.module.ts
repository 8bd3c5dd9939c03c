import { Module } from '@nestjs/common';
import { RollupCheckRepository } from './rollup-check.repository.js';
import { RollupCheckService } from './rollup-check.service.js';
import { RollupsRepository } from './rollups.repository.js';
import { RollupsService } from './rollups.service.js';
import { RollupsWorker } from './rollups.worker.js';

@Module({
  providers: [
    RollupsWorker,
    RollupsService,
    RollupsRepository,
    RollupCheckService,
    RollupCheckRepository,
  ],
  exports: [RollupsService, RollupCheckService],
})
export class RollupsModule {}
