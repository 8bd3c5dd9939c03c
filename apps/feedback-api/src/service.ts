import { feedbackApiEnvironment } from '@koi/config';
import { dashboardRoutes } from '@koi/contracts';
import type { ServiceDescription } from '@koi/service';
import { AppModule } from './app.module.js';
import { SESSION_COOKIE } from './session/session-cookie.js';

export const feedbackApi: ServiceDescription = {
  name: 'feedback-api',
  environment: feedbackApiEnvironment,
  module: AppModule,
  api: {
    title: 'koi dashboard API',
    description: 'Internal: numbers, feedback records, datasets and training runs.',
    routes: dashboardRoutes,
    cookie: SESSION_COOKIE,
  },
};
