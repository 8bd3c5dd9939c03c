import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Whether tests can start a Redis: $REDIS_SERVER, else `redis-server` on the PATH. */
export function hasRedis() {
  const program = process.env.REDIS_SERVER || 'redis-server';
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** A browser for the browser tests: $CHROMIUM, else the usual places (the same as packages/testing knows). */
export function findChromium() {
  const places = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : [
        '/usr/bin/chromium-headless-shell',
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome',
        '/usr/bin/google-chrome-stable',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ];
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
