import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Checks the types of the package in the current directory with the native TypeScript compiler: the projects named, or
 * that of its tsconfig.json. What needs TypeScript's own API (typed lint rules, vue-tsc, dependency-cruiser) has the
 * `typescript` beside it, which takes three times as long.
 */
const native = import.meta.resolve('typescript-native/package.json');
const tsc = fileURLToPath(new URL('bin/tsc', native));
const named = process.argv.slice(2);

for (const project of named.length > 0 ? named : ['tsconfig.json']) {
  // One checker: several would each work out the types they share, while turbo has other packages to check beside.
  const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--checkers', '1'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
