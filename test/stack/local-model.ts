import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(root, 'apps/cli/dist/main.js');

/** Where tests keep what they pulled, from one run to the next. */
const folder = join(root, 'node_modules/.cache/koi/local-model');

/** Says where the pulled model is; for the environment of a koi. */
export const localModelEnv = {
  KOI_MODELS_DIR: join(folder, 'models'),
  KOI_LLAMA_CPP_DIR: join(folder, 'tools', 'llama-cpp'),
};

/** Pulls the small model as a person does, and says what was printed when that did not work. */
export function pullLocalModel(): { readonly pulled: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [launcher, 'model', 'pull', 'smollm2', '--data-dir', folder],
    { encoding: 'utf8', timeout: 240_000 },
  );
  return { pulled: status === 0, said: stdout + stderr };
}
