import { Controller } from '@nestjs/common';
import { getSystem, type SystemStatus } from '@koi/contracts';
import { Route } from '@koi/service';
import { SystemService } from './system.service.js';

@Controller()
export class SystemController {
  constructor(private readonly system: SystemService) {}

  @Route(getSystem)
  status(): Promise<SystemStatus> {
    return this.system.status();
  }
}
