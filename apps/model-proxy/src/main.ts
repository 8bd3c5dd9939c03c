import { startService } from '@koi/service';
import { modelProxy } from './service.js';

await startService(modelProxy);
