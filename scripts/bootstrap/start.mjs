import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install } from './prepare.mjs';
import { readableFailure } from './quiet-step.mjs';
import { root } from './workspace.mjs';

/** Installs, builds, and becomes `koi up`: one process, so that signals reach the launcher itself. */
export async function start(args) {
  try {
    await install();
    await build();
  } catch (error) {
    console.error(readableFailure(error) ?? error);
    process.exit(1);
  }
  const cli = join(root, 'apps', 'cli', 'dist', 'main.js');
  process.argv = [process.execPath, cli, 'up', ...args];
  await import(pathToFileURL(cli).href);
}
