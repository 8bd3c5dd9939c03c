import { analyticsWorkerEnvironment } from '@koi/config';
import type { ServiceDescription } from '@koi/service';
import { AppModule } from './app.module.js';

export const analyticsWorker: ServiceDescription = {
  name: 'analytics-worker',
  environment: analyticsWorkerEnvironment,
  module: AppModule,
};
