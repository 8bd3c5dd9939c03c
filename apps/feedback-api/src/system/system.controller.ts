import { Controller, type StreamableFile } from '@nestjs/common';
import {
  downloadQueues,
  downloadServices,
  downloadTables,
  getSystem,
  type SystemStatus,
} from '@koi/contracts';
import { Route } from '@koi/service';
import { csvDownload } from '../csv/csv-download.js';
import { SystemService } from './system.service.js';

@Controller()
export class SystemController {
  constructor(private readonly system: SystemService) {}

  @Route(getSystem)
  status(): Promise<SystemStatus> {
    return this.system.status();
  }

  @Route(downloadQueues)
  async queues(): Promise<StreamableFile> {
    const { queues } = await this.system.status();
    return csvDownload(
      'queues',
      [
        ...(['name', 'waiting', 'lagSeconds', 'active', 'delayed', 'paused', 'failed'] as const),
        ...(['completedLastHour', 'failedLastHour', 'workers'] as const),
      ],
      queues,
    );
  }

  @Route(downloadServices)
  async services(): Promise<StreamableFile> {
    const { services } = await this.system.status();
    return csvDownload(
      'services',
      ['id', 'service', 'running', 'nodeVersion', 'queues', 'startedAt', 'seenAt'],
      services,
    );
  }

  @Route(downloadTables)
  async tables(): Promise<StreamableFile> {
    const { storage } = await this.system.status();
    return csvDownload('tables', ['name', 'bytes', 'rows'], storage.tables);
  }
}
