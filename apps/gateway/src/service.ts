import { gatewayEnvironment } from '@koi/config';
import { gatewayRoutes } from '@koi/contracts';
import type { ServiceDescription } from '@koi/service';
import { AppModule } from './app.module.js';
import { PARTICIPANT_COOKIE } from './participants/participant-cookie.js';

/** The public edge: the chat page's API and its event streams. */
export const gateway: ServiceDescription = {
  name: 'gateway',
  environment: gatewayEnvironment,
  module: AppModule,
  api: {
    title: 'koi chat API',
    description: 'What the chat page uses: conversations, streamed answers, votes and rankings.',
    routes: gatewayRoutes,
    cookie: PARTICIPANT_COOKIE,
  },
};
