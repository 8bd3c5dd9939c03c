import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, workspacePackages } from './workspace.mjs';

const GENERATED = new Set(['node_modules', 'dist', 'test-results', 'coverage', '.turbo', '.koi']);
const ROOT_SETTINGS = ['tsconfig.base.json', '.swcrc', 'turbo.json', 'pnpm-lock.yaml'];

/** What the installed packages depend on: lockfile, manifests, and the platform whose binaries were chosen. */
export function installFingerprint() {
  const hash = createHash('sha256').update(
    [process.platform, process.arch, process.versions.modules].join(),
  );
  const manifests = workspacePackages().map(({ folder }) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.sort()])
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** What the built files depend on, by size and time of change: fast, and right as long as clocks go forward. */
export function buildFingerprint() {
  const hash = createHash('sha256').update(process.versions.node);
  const add = (path) => {
    const stats = statSync(join(root, path));
    if (!stats.isDirectory()) {
      if (!path.endsWith('.test.ts')) hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
      return;
    }
    for (const name of readdirSync(join(root, path)).sort())
      if (!GENERATED.has(name)) add(join(path, name));
  };
  for (const path of [...ROOT_SETTINGS, ...workspacePackages().map(({ folder }) => folder)])
    add(path);
  return hash.digest('hex');
}

/** Whether the last success of `name` had this fingerprint. */
export function isStamped(name, fingerprint) {
  try {
    return readFileSync(stampFile(name), 'utf8') === fingerprint;
  } catch {
    return false;
  }
}

export function stamp(name, fingerprint) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), fingerprint);
}

const stampFile = (name) => join(root, 'node_modules', `.koi-${name}`);
