import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Runs Jest for the package in the current directory, with native ES modules, and leaves its JSON report in
 * `test-results/jest.json`. Arguments are passed on: `pnpm test -- -t "a vote"`.
 */
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const report = join(process.cwd(), 'test-results', 'jest.json');
mkdirSync(dirname(report), { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
);
process.exit(status ?? 1);
