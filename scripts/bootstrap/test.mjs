import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, parallel, viaPnpm } from './prepare.mjs';
import { bootstrapEnvironment, readableFailure } from './quiet-step.mjs';
import { findChromium, hasRedis } from './test-programs.mjs';
import { printSummary, readReports } from './test-summary.mjs';
import { root, workspacePackages } from './workspace.mjs';

/** Runs every package's tests by turbo and ends the process with the outcome. Arguments go to turbo. */
export async function test(args) {
  try {
    await install();
    await build();
  } catch (error) {
    console.error(readableFailure(error) ?? error);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  }
  const tested = workspacePackages().filter(({ manifest }) => manifest.scripts?.test);
  // A report of an earlier run must not count; turbo brings back those of tests it need not run again.
  for (const { folder } of tested)
    rmSync(join(root, folder, 'test-results'), { recursive: true, force: true });

  const redis = hasRedis();
  const chromium = findChromium();
  const [command, turbo] = viaPnpm(
    ...['exec', 'turbo', 'run', 'test', '--continue', '--output-logs=new-only'],
    ...['--log-order=grouped', parallel(0.5), ...args],
  );
  const { status } = spawnSync(command, turbo, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: bootstrapEnvironment({
      KOI_TEST_REDIS: redis ? '1' : '0',
      KOI_TEST_CHROMIUM: chromium ? '1' : '0',
    }),
  });

  const wanted = args.length > 0 ? undefined : tested.map(({ folder }) => folder);
  const outcome = printSummary(readReports(tested), { wanted, turboFailed: status !== 0 });
  process.exit(outcome.failed === 0 && outcome.passed > 0 ? 0 : 1);
}
