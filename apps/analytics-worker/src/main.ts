import { startService } from '@koi/service';
import { analyticsWorker } from './service.js';

await startService(analyticsWorker);
