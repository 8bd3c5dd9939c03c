import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { quietStep } from './quiet-step.mjs';
import { buildFingerprint, installFingerprint, isStamped, stamp } from './stamp.mjs';
import { pnpmSpec, root, workspacePackages } from './workspace.mjs';

/** Brings pnpm along by npx, so that nobody has to install it. Registry settings in .npmrc hold for both. */
export const viaPnpm = (...args) => ['npx', ['--yes', pnpmSpec(), ...args]];

/** Installs packages unless the last install was of the same lockfile and manifests. */
export async function install() {
  const fingerprint = installFingerprint();
  if (isStamped('install', fingerprint)) return;
  await quietStep(
    'Installing packages',
    ...viaPnpm('install', '--frozen-lockfile', '--config.confirm-modules-purge=false'),
  );
  stamp('install', fingerprint);
}

/** Builds unless nothing changed since the last build; turbo then builds only what did. */
export async function build() {
  const fingerprint = buildFingerprint();
  if (isStamped('build', fingerprint) && everythingIsBuilt()) return;
  await quietStep(
    'Building',
    ...viaPnpm('exec', 'turbo', 'run', 'build', '--output-logs=errors-only', parallel(1)),
  );
  stamp('build', fingerprint);
}

/** Turbo’s flag for so many tasks per core, at least one. */
export const parallel = (perCore) =>
  `--concurrency=${Math.max(1, Math.round(availableParallelism() * perCore))}`;

function everythingIsBuilt() {
  return workspacePackages()
    .filter(({ manifest }) => manifest.scripts?.build)
    .every(({ folder }) => existsSync(join(root, folder, 'dist')));
}
