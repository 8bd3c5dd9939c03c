import type { ConnectorKind, ModelConfig } from '@koi/contracts';
import type { Connector } from './connector.js';
import { DemoConnector } from './demo/demo.connector.js';
import { OpenAiCompatibleConnector } from './openai-compatible/openai-compatible.connector.js';

/** Reads the secret behind a reference such as `${OPENAI_API_KEY}`. */
export type SecretReader = (reference: string) => string;

type Factories = {
  readonly [Kind in ConnectorKind]: (
    config: Extract<ModelConfig, { connector: Kind }>,
    readSecret: SecretReader,
  ) => Connector;
};

/** One entry for each connector kind of koi.yaml; a kind without one does not compile. */
const factories: Factories = {
  demo: (config) => new DemoConnector(config),
  'openai-compatible': ({ baseUrl, model, apiKey }, readSecret) =>
    new OpenAiCompatibleConnector({
      baseUrl,
      model,
      apiKey: apiKey === undefined ? undefined : readSecret(apiKey),
    }),
};

/** Makes the connector of a model. Throws what `readSecret` throws when the model's key cannot be read. */
export function createConnector(config: ModelConfig, readSecret: SecretReader): Connector {
  const make = factories[config.connector] as (
    config: ModelConfig,
    readSecret: SecretReader,
  ) => Connector;
  return make(config, readSecret);
}
