import type { KoiYaml } from '@koi/contracts';
import type { UpSettings } from '../up/up-settings.js';
import { catalogModel, ensureLlamaCpp, pulledModels, pullModel } from './pull-model.js';
import { withLocalModels } from './with-local-models.js';

/** Sees to it that the local models koi.yaml or the command line names can run, and adds those that were pulled. */
export async function bringLocalModels(
  config: KoiYaml,
  { model, local }: Pick<UpSettings, 'model' | 'local'>,
): Promise<KoiYaml> {
  if (model !== undefined)
    await pullModel(catalogModel(model), local, { hub: process.env['KOI_MODEL_HUB'] || undefined });
  const complete = withLocalModels(config, pulledModels(local));
  if (Object.values(complete.models).some(({ connector }) => connector === 'llama-cpp'))
    await ensureLlamaCpp(local);
  return complete;
}
