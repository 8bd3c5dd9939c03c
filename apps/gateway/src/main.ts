import { gatewayEnvironment } from '@koi/config';
import { gatewayRoutes } from '@koi/contracts';
import { startService } from '@koi/service';
import { AppModule } from './app.module.js';
import { PARTICIPANT_COOKIE } from './participants/participant-cookie.js';

await startService({
  name: 'gateway',
  environment: gatewayEnvironment,
  module: AppModule,
  api: {
    title: 'koi chat API',
    description: 'What the chat page uses: conversations, streamed answers, votes and rankings.',
    routes: gatewayRoutes,
    cookie: PARTICIPANT_COOKIE,
  },
});
