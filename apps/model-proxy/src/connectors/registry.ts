import type { ConnectorKind, LlamaCppModel, ModelConfig } from '@koi/contracts';
import type { Fetch } from '../egress/fetch.js';
import { anthropicProtocol } from './anthropic/anthropic.protocol.js';
import { callbackProtocol } from './callback/callback.protocol.js';
import type { Connector } from './connector.js';
import { DemoConnector } from './demo/demo.connector.js';
import { googleProtocol } from './google/google.protocol.js';
import { LlamaCppConnector } from './llama-cpp/llama-cpp.connector.js';
import type { LlamaProcess } from './llama-cpp/llama-process.js';
import { EmbeddedSecrets } from './http/embedded-secrets.js';
import { httpProtocol } from './http/http.protocol.js';
import { ollamaProtocol } from './ollama/ollama.protocol.js';
import { openAiCompatibleProtocol } from './openai-compatible/openai-compatible.protocol.js';
import type { Protocol } from './upstream/protocol.js';
import { UpstreamConnector, type Upstream } from './upstream/upstream-connector.js';

/** What a connector may use of the process it runs in. */
export interface ConnectorSurroundings {
  /** Reads the secret behind a reference such as `${OPENAI_API_KEY}`. */
  readonly readSecret: (reference: string) => string;
  /** The only way a connector reaches an upstream over HTTP: it refuses addresses that the owner does not allow. */
  readonly fetch: Fetch;
  /** The process that runs a local model. */
  readonly localModel: (model: LlamaCppModel) => LlamaProcess;
}

type Factories = {
  readonly [Kind in ConnectorKind]: (
    config: Extract<ModelConfig, { connector: Kind }>,
    surroundings: ConnectorSurroundings,
  ) => Connector;
};

/** One entry for each connector kind of koi.yaml; a kind without one does not compile. */
const factories: Factories = {
  demo: (config) => new DemoConnector(config),
  'openai-compatible': (config, surroundings) =>
    hosted(openAiCompatibleProtocol, config, surroundings),
  openai: (config, surroundings) => hosted(openAiCompatibleProtocol, config, surroundings),
  anthropic: (config, surroundings) => hosted(anthropicProtocol, config, surroundings),
  google: (config, surroundings) => hosted(googleProtocol, config, surroundings),
  ollama: (config, surroundings) => hosted(ollamaProtocol, config, surroundings),
  'llama-cpp': (config, { localModel }) => new LlamaCppConnector(localModel(config)),
  http: endpoint,
  callback: (config, surroundings) =>
    hosted(callbackProtocol, { ...config, model: 'the callback' }, surroundings),
};

/** The connector of a model that somebody else serves over HTTP. */
function hosted<
  Config extends {
    model: string;
    apiKey?: string | undefined;
    extraBody?: Upstream['extraBody'] | undefined;
  },
>(
  protocolOf: (settings: Config) => Protocol,
  config: Config,
  { readSecret, fetch }: ConnectorSurroundings,
): Connector {
  const { model, extraBody } = config;
  const apiKey = config.apiKey === undefined ? undefined : readSecret(config.apiKey);
  return new UpstreamConnector(protocolOf({ ...config, apiKey }), {
    model,
    secrets: apiKey === undefined ? [] : [apiKey],
    fetch,
    extraBody,
  });
}

/** The connector of an endpoint whose requests and answers koi.yaml describes. */
function endpoint(
  config: Extract<ModelConfig, { connector: 'http' }>,
  { readSecret, fetch }: ConnectorSurroundings,
): Connector {
  const secrets = new EmbeddedSecrets(readSecret);
  const headers = Object.fromEntries(
    Object.entries(config.headers).map(([name, value]) => [name, secrets.inText(value)]),
  );
  const body = secrets.inJson(config.body);
  return new UpstreamConnector(httpProtocol({ ...config, headers, body }), {
    model: `the endpoint ${new URL(config.url).pathname}`,
    secrets: secrets.values,
    fetch,
  });
}

/** Makes the connector of a model. Throws what `readSecret` throws when the model's key cannot be read. */
export function createConnector(
  config: ModelConfig,
  surroundings: ConnectorSurroundings,
): Connector {
  const make = factories[config.connector] as (
    config: ModelConfig,
    surroundings: ConnectorSurroundings,
  ) => Connector;
  return make(config, surroundings);
}
