/* `npm test`: installs and builds what changed, runs every package's tests, and adds them up. */
import { requireNode } from './bootstrap/node-version.mjs';

requireNode();
import('./bootstrap/test.mjs').then(function (module) {
  return module.test(process.argv.slice(2));
});
