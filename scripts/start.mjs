/* `npm start`: installs and builds what changed, then runs `koi up` in this process. */
import { requireNode } from './bootstrap/node-version.mjs';

requireNode();
// Only now: what follows is written for the Node koi needs, and an older one could not even parse it.
import('./bootstrap/start.mjs').then(function (module) {
  return module.start(process.argv.slice(2));
});
