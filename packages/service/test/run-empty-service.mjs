import { serviceEnvironment } from '@koi/config';
import { startService } from '@koi/service';

/** A service without features, as a process of its own. */
class Nothing {}

await startService({ name: 'empty', environment: serviceEnvironment, module: Nothing });
