import { startService } from '@koi/service';
import { gateway } from './service.js';

await startService(gateway);
