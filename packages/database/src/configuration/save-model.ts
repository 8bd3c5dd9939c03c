import { policySettings, type ModelConfig } from '@koi/contracts';
import { newId } from '../ids.js';
import type { Tx } from '../transactions.js';
import { upsert, type ConfigurationSource, type SaveOutcome } from './upsert.js';

export interface ModelToSave {
  readonly name: string;
  /** As koi.yaml has it. Its `apiKey` is a reference; a sealed key comes in `sealedKey`. */
  readonly config: ModelConfig;
  readonly sealedKey?: string | undefined;
  readonly source: ConfigurationSource;
}

/**
 * Makes a model's row say what its settings say. The one rule of versions: a change of what the model says (connector,
 * settings, parameters) makes a new version; a change of label, key or policy does not.
 *
 * koi.yaml switches on what it names, unless the team holds it off; the dashboard switches by itself.
 */
export function saveModel(
  tx: Tx,
  { name, config, sealedKey, source }: ModelToSave,
): Promise<SaveOutcome> {
  const { connector, label = name, parameters, ...rest } = config;
  const { apiKey, ...settings } = 'apiKey' in rest ? rest : { ...rest, apiKey: undefined };
  return upsert(
    tx,
    `insert into model (id, name, label, connector, settings, secret_reference, parameters, source)
     values ($1, $2, $3, $4, $5, $6, $7, $9)
     on conflict (name) do update set
       label = excluded.label, connector = excluded.connector, settings = excluded.settings,
       secret_reference = excluded.secret_reference, parameters = excluded.parameters,
       source = excluded.source, enabled = ${ENABLED}, updated_at = now(),
       version = model.version + case when
         (model.connector, model.settings - $8::text[], model.parameters) is distinct from
         (excluded.connector, excluded.settings - $8::text[], excluded.parameters)
         then 1 else 0 end
     where (model.label, model.connector, model.settings, model.secret_reference, model.parameters,
            model.source, model.enabled) is distinct from
           (excluded.label, excluded.connector, excluded.settings, excluded.secret_reference, excluded.parameters,
            excluded.source, ${ENABLED})
     returning (xmax = 0) as inserted`,
    [
      newId(),
      name,
      label,
      connector,
      JSON.stringify(settings),
      sealedKey ?? apiKey ?? null,
      JSON.stringify(parameters),
      policySettings,
      source,
    ],
  );
}

const ENABLED = `case when excluded.source = 'koi_yaml' then not model.held_off else model.enabled end`;
