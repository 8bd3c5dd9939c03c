import { Inject, Injectable } from '@nestjs/common';
import {
  probeStopTopic,
  probeTopic,
  type ModelConfig,
  type ProbeJob,
  type ProbeProgress,
  type ProbeReport,
} from '@koi/contracts';
import type { Logger } from '@koi/observability';
import type { Relay } from '@koi/queues';
import { LOGGER, RELAY } from '@koi/service';
import { UpstreamFailure } from '../connectors/upstream-failure.js';
import { ModelConnectors } from '../generation/model-connectors.js';
import { probeConnector, type Tell } from './probe-connector.js';
import { ProbesRepository } from './probes.repository.js';

/** Tries models: lists what the upstream has, has a few words written, and breaks off. */
@Injectable()
export class ProbesService {
  constructor(
    private readonly repository: ProbesRepository,
    private readonly connectors: ModelConnectors,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whatever is wrong with the model is in the report. */
  async probe(job: ProbeJob, stopping: AbortSignal): Promise<ProbeReport> {
    const { probeId } = job;
    const stop = new AbortController();
    const stopListening = await this.relay.subscribe(probeStopTopic(probeId), () => stop.abort());
    try {
      if (Date.parse(job.expiresAt) <= Date.now()) stop.abort();
      const { name, config } = await this.settingsOf(job.model);
      const { connector, listModels } = this.connectors.forProbe(name, config);
      const found = await probeConnector({
        connector,
        listModels,
        config,
        conversation: job.conversation,
        signal: AbortSignal.any([stop.signal, stopping]),
        tell: this.teller(probeId),
      });
      this.logger.info(
        { probeId, model: name, models: found.models.status, answer: found.answer.status },
        'probed a model',
      );
      return { probeId, ...found };
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      const failure = { kind: error.kind, detail: error.message };
      return {
        probeId,
        models: { status: 'failed', failure },
        answer: { status: 'failed', text: '', failure },
      };
    } finally {
      await stopListening().catch(() => undefined);
    }
  }

  private async settingsOf(
    model: ProbeJob['model'],
  ): Promise<{ name: string; config: ModelConfig }> {
    if (model.kind === 'draft') {
      const { name, config, sealedKey } = model;
      return {
        name,
        config: sealedKey ? ({ ...config, apiKey: sealedKey } as ModelConfig) : config,
      };
    }
    const row = await this.repository.findModel(model.modelId);
    if (!row) throw new UpstreamFailure('misconfigured', 'There is no such model any more.');
    const config = this.connectors.settingsOf(row);
    return { name: row.name, config: { ...config, parameters: row.parameters } };
  }

  /** Progress is for who looks on; a message that is lost is no loss, the report has all of it. */
  private teller(probeId: string): Tell {
    return (progress: ProbeProgress) => {
      this.relay
        .publish(probeTopic(probeId), progress)
        .catch((err: unknown) => this.logger.debug({ err }, 'nobody heard of the probe'));
    };
  }
}
