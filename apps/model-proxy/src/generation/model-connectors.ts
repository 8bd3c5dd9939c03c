import { Inject, Injectable } from '@nestjs/common';
import {
  ConfigInvalid,
  isSealed,
  modelKeyPurpose,
  resolveSecret,
  type ModelProxyConfig,
} from '@koi/config';
import { modelAddress, modelConfig, type ModelConfig } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { CONFIG, LOGGER } from '@koi/service';
import type { Connector } from '../connectors/connector.js';
import { LocalModels } from '../connectors/llama-cpp/local-models.js';
import { createConnector } from '../connectors/registry.js';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { Egress } from '../egress/egress.js';
import { policyOf, probePolicyOf } from '../policy/policy-of.js';
import { PolicedConnector } from '../policy/policed-connector.js';
import type { ModelRow } from './generation.repository.js';

interface ProbeConnectors {
  readonly connector: Connector;
  readonly listModels: Connector['listModels'];
}

/** Makes the connector of a model as its row stands now, so that a changed setting or key counts from the next answer. */
@Injectable()
export class ModelConnectors {
  constructor(
    private readonly egress: Egress,
    private readonly localModels: LocalModels,
    @Inject(CONFIG) private readonly environment: ModelProxyConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The settings of a model, checked.
   *
   * @throws UpstreamFailure of kind `misconfigured`; its message names what is wrong, never a value.
   */
  settingsOf({ name, connector, settings, secretReference }: ModelRow): ModelConfig {
    // A sealed key is none that koi.yaml could hold; it joins the settings once they have been checked.
    const sealed = secretReference !== null && isSealed(secretReference);
    const config = modelConfig.safeParse({
      connector,
      ...settings,
      ...(secretReference === null || sealed ? {} : { apiKey: secretReference }),
    });
    if (config.success)
      return sealed ? ({ ...config.data, apiKey: secretReference } as ModelConfig) : config.data;
    const fields = config.error.issues.map(({ path }) => path.join('.') || 'connector');
    throw new UpstreamFailure(
      'misconfigured',
      `The settings of the model "${name}" are not valid: ${fields.join(', ')}.`,
    );
  }

  /**
   * The connector of a model, with its timeouts and retries.
   *
   * @throws UpstreamFailure of kind `misconfigured` when its key cannot be read, or a local model is not there.
   */
  of(name: string, config: ModelConfig): Connector {
    return new PolicedConnector(
      this.rawOf(name, config),
      policyOf(name, config),
      ({ failure: { kind }, attempt, pauseMs }) =>
        this.logger.warn({ model: name, kind, attempt, pauseMs }, 'the model is asked again'),
    );
  }

  /**
   * The connector of a model that is only tried: asked once, and not waited for as long as a participant would be.
   *
   * @throws as `of` does.
   */
  forProbe(name: string, config: ModelConfig): ProbeConnectors {
    const raw = this.rawOf(name, config);
    return {
      connector: new PolicedConnector(raw, probePolicyOf(name, config)),
      listModels: raw.listModels?.bind(raw),
    };
  }

  private rawOf(name: string, config: ModelConfig): Connector {
    try {
      return createConnector(config, {
        readSecret: (reference) => this.readSecret(reference, config),
        fetch: this.egress.fetch,
        localModel: (model) => this.localModels.of(name, model),
      });
    } catch (error) {
      if (!(error instanceof ConfigInvalid)) throw error;
      throw new UpstreamFailure(
        'misconfigured',
        `The key of the model "${name}" cannot be read: ${error.message}`,
      );
    }
  }

  private readSecret(reference: string, config: ModelConfig): string {
    if (!isSealed(reference)) return resolveSecret(reference);
    const purpose = modelKeyPurpose(modelAddress(config) ?? '');
    return this.environment.KOI_SECRET_KEY.open(reference, purpose);
  }
}
