import { modelProxyEnvironment } from '@koi/config';
import type { ServiceDescription } from '@koi/service';
import { AppModule } from './app.module.js';

export const modelProxy: ServiceDescription = {
  name: 'model-proxy',
  environment: modelProxyEnvironment,
  module: AppModule,
};
