import { Injectable } from '@nestjs/common';
import { ConfigInvalid, resolveSecret } from '@koi/config';
import { modelConfig } from '@koi/contracts';
import type { Connector } from '../connectors/connector.js';
import { createConnector } from '../connectors/registry.js';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { Egress } from '../egress/egress.js';
import type { AnswerOrder } from './generation.repository.js';

/** Makes the connector of a model as its row stands now, so that a changed setting or key counts from the next answer. */
@Injectable()
export class ModelConnectors {
  constructor(private readonly egress: Egress) {}

  /** @throws UpstreamFailure of kind `misconfigured`; its message names what is wrong, never a value. */
  of({ name, connector, settings, secretReference }: AnswerOrder['model']): Connector {
    const config = modelConfig.safeParse({
      connector,
      ...settings,
      ...(secretReference === null ? {} : { apiKey: secretReference }),
    });
    if (!config.success) {
      const fields = config.error.issues.map(({ path }) => path.join('.') || 'connector');
      throw new UpstreamFailure(
        'misconfigured',
        `The settings of the model "${name}" are not valid: ${fields.join(', ')}.`,
      );
    }
    try {
      return createConnector(config.data, {
        readSecret: resolveSecret,
        fetch: this.egress.fetch,
      });
    } catch (error) {
      if (!(error instanceof ConfigInvalid)) throw error;
      throw new UpstreamFailure(
        'misconfigured',
        `The key of the model "${name}" cannot be read: ${error.message}`,
      );
    }
  }
}
