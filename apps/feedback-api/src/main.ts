import { startService } from '@koi/service';
import { feedbackApi } from './service.js';

await startService(feedbackApi);
