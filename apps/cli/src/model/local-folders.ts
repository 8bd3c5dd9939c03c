import { join, resolve } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Where models and the programs that run them are kept. Absolute. */
export interface LocalFolders {
  readonly models: string;
  readonly llamaCpp: string;
}

/** Below the data directory, or where the environment says: several koi may share one folder. */
export function localFolders(dataDir: string, env: Env = process.env): LocalFolders {
  return {
    models: resolve(env['KOI_MODELS_DIR'] || join(dataDir, 'models')),
    llamaCpp: resolve(env['KOI_LLAMA_CPP_DIR'] || join(dataDir, 'tools', 'llama-cpp')),
  };
}
