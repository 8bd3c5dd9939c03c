import { gatewayEnvironment } from '@koi/config';
import { gatewayRoutes, openAiError, openAiRoutes, toOpenAiError } from '@koi/contracts';
import type { ServiceDescription } from '@koi/service';
import { AppModule } from './app.module.js';
import { PARTICIPANT_COOKIE } from './participants/participant-cookie.js';

/** The public edge: the chat page's API and its event streams, and the API for programs. */
export const gateway: ServiceDescription = {
  name: 'gateway',
  environment: gatewayEnvironment,
  module: AppModule,
  api: {
    title: 'koi chat API',
    description:
      'What the chat page uses: conversations, streamed answers, votes and rankings. Below /v1, what clients of OpenAI’s API use.',
    routes: { ...gatewayRoutes, ...openAiRoutes },
    cookie: PARTICIPANT_COOKIE,
    errors: { below: '/v1', schema: openAiError, of: toOpenAiError },
  },
};
