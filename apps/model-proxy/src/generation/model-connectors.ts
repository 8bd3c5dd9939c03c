import { Inject, Injectable } from '@nestjs/common';
import { ConfigInvalid, resolveSecret } from '@koi/config';
import { modelConfig, type ModelConfig } from '@koi/contracts';
import type { Logger } from '@koi/observability';
import { LOGGER } from '@koi/service';
import type { Connector } from '../connectors/connector.js';
import { LocalModels } from '../connectors/llama-cpp/local-models.js';
import { createConnector } from '../connectors/registry.js';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { Egress } from '../egress/egress.js';
import { policyOf } from '../policy/policy-of.js';
import { PolicedConnector } from '../policy/policed-connector.js';
import type { ModelRow } from './generation.repository.js';

/** Makes the connector of a model as its row stands now, so that a changed setting or key counts from the next answer. */
@Injectable()
export class ModelConnectors {
  constructor(
    private readonly egress: Egress,
    private readonly localModels: LocalModels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * The settings of a model, checked.
   *
   * @throws UpstreamFailure of kind `misconfigured`; its message names what is wrong, never a value.
   */
  settingsOf({ name, connector, settings, secretReference }: ModelRow): ModelConfig {
    const config = modelConfig.safeParse({
      connector,
      ...settings,
      ...(secretReference === null ? {} : { apiKey: secretReference }),
    });
    if (config.success) return config.data;
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
    try {
      const connector = createConnector(config, {
        readSecret: resolveSecret,
        fetch: this.egress.fetch,
        localModel: (model) => this.localModels.of(name, model),
      });
      return new PolicedConnector(
        connector,
        policyOf(name, config),
        ({ failure: { kind }, attempt, pauseMs }) =>
          this.logger.warn({ model: name, kind, attempt, pauseMs }, 'the model is asked again'),
      );
    } catch (error) {
      if (!(error instanceof ConfigInvalid)) throw error;
      throw new UpstreamFailure(
        'misconfigured',
        `The key of the model "${name}" cannot be read: ${error.message}`,
      );
    }
  }
}
