import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Lints the whole repository (`npm run lint`) in a few processes, as many at a time as there are processors. A
 * process for each package would load the plugins and read what packages share twenty times. The parts are disjoint, and
 * `rest` is everything that is in no other: the services, packages, tests, and the scripts of the root.
 */
const pages = ['apps/dashboard', 'apps/chat', 'packages/ui'];
const rest = ['.', ...pages.flatMap((folder) => ['--ignore-pattern', `${folder}/**`])];
// The longest first.
const waiting = [['apps/dashboard'], rest, ['apps/chat', 'packages/ui']];

const root = fileURLToPath(new URL('..', import.meta.url));
const eslint = fileURLToPath(new URL('bin/eslint.js', import.meta.resolve('eslint/package.json')));

/** Resolves to whether ESLint found nothing. */
function lint(args) {
  const child = spawn(process.execPath, [eslint, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function lintWaiting() {
  let clean = true;
  for (let args = waiting.shift(); args; args = waiting.shift())
    clean = (await lint(args)) && clean;
  return clean;
}

const workers = Array.from(
  { length: Math.min(availableParallelism(), waiting.length) },
  lintWaiting,
);
process.exit((await Promise.all(workers)).every(Boolean) ? 0 : 1);
