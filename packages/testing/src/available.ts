import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { describe as jestDescribe } from '@jest/globals';

/** The headless shell first: it draws the same pages, without the windows around them that no test looks at. */
const CHROMIUM_PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Redis server tests start: $REDIS_SERVER, else `redis-server` on the PATH. */
export const redisProgram = (): string => process.env['REDIS_SERVER'] || 'redis-server';

/** Whether a Redis server can be started here. `KOI_TEST_REDIS=0` says no. */
export function redisAvailable(): boolean {
  if (process.env['KOI_TEST_REDIS'] === '0') return false;
  return spawnSync(redisProgram(), ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The path of a Chromium or Chrome: $CHROMIUM, else the usual places. `KOI_TEST_CHROMIUM=0` says there is none. */
export function chromiumPath(): string | undefined {
  if (process.env['KOI_TEST_CHROMIUM'] === '0') return undefined;
  const chosen = process.env['CHROMIUM'];
  return (chosen ? [chosen] : CHROMIUM_PLACES).find(isProgram);
}

/** Whether browser tests can run here. */
export const chromiumAvailable = (): boolean => chromiumPath() !== undefined;

/** A `describe` that is skipped, and counted as skipped, on a machine without Redis. */
export function describeWithRedis(name: string, tests: () => void): void {
  describeIf(redisAvailable(), `${name} (needs redis-server)`, tests);
}

/** A `describe` that is skipped, and counted as skipped, on a machine without Chromium. */
export function describeWithChromium(name: string, tests: () => void): void {
  describeIf(chromiumAvailable(), `${name} (needs chromium)`, tests);
}

/** A `describe` that is skipped, and counted as skipped, on a machine without Python 3.9. */
export function describeWithPython(name: string, tests: () => void): void {
  const newEnough = 'import sys; sys.exit(sys.version_info < (3, 9))';
  const { status } = spawnSync('python3', ['-c', newEnough], { stdio: 'ignore' });
  describeIf(status === 0, `${name} (needs python3)`, tests);
}

// Jest's global, not an import: this package is loaded outside of Jest too, where importing @jest/globals throws.
function describeIf(available: boolean, name: string, tests: () => void): void {
  const { describe } = globalThis as unknown as { describe: typeof jestDescribe };
  (available ? describe : describe.skip)(name, tests);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
