import { Inject, Injectable } from '@nestjs/common';
import {
  PROBE_TIMEOUT_MS,
  probeProgress,
  probesQueue,
  probeStopTopic,
  probeTopic,
  type ProbeEvent,
  type ProbeJob,
  type ProbeModelBody,
} from '@koi/contracts';
import { newId } from '@koi/database';
import type { Logger } from '@koi/observability';
import type { Relay, Requester } from '@koi/queues';
import { InjectRequester, LOGGER, RELAY } from '@koi/service';
import { ModelNotFound } from '../models/models.errors.js';
import { ModelsRepository } from '../models/models.repository.js';
import { TypedKeys } from '../models/typed-keys.js';

/** Has model-proxy try a model, and passes on what it tells. */
@Injectable()
export class ProbesService {
  constructor(
    private readonly models: ModelsRepository,
    private readonly keys: TypedKeys,
    @InjectRequester(probesQueue) private readonly probes: Requester<typeof probesQueue>,
    @Inject(RELAY) private readonly relay: Relay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What is to be tried; a typed key is sealed. @throws ModelNotFound, KeyRequired, SecretKeyMissing, InvalidInput */
  async modelOf(body: ProbeModelBody): Promise<ProbeJob['model']> {
    const [stored] = body.modelId === undefined ? [] : await this.models.find(body.modelId);
    if (body.modelId !== undefined && !stored) throw new ModelNotFound();
    if (!('config' in body)) return { kind: 'saved', modelId: body.modelId };
    const { config, key } = body;
    const sealedKey = this.keys.sealedFor(config, key, stored);
    return {
      kind: 'draft',
      name: stored?.name ?? 'draft',
      config,
      ...(sealedKey ? { sealedKey } : {}),
    };
  }

  /** Tells everything until the model has been tried, or nobody listens any longer. */
  async run(
    asked: Pick<ProbeJob, 'model' | 'conversation'>,
    left: AbortSignal,
    tell: (event: ProbeEvent) => void,
  ): Promise<void> {
    const probeId = newId();
    const stop = (): void => {
      this.relay
        .publish(probeStopTopic(probeId), {})
        .catch((err: unknown) => this.logger.warn({ err }, 'a probe could not be stopped'));
    };
    left.addEventListener('abort', stop);
    let leave = (): Promise<void> => Promise.resolve();
    try {
      leave = await this.relay.subscribe(probeTopic(probeId), ({ data }) => {
        const progress = probeProgress.safeParse(data);
        if (progress.success) tell(progress.data);
      });
      const expiresAt = new Date(Date.now() + PROBE_TIMEOUT_MS).toISOString();
      const answer = await this.probes.request(
        { probeId, expiresAt, ...asked },
        { timeoutMs: PROBE_TIMEOUT_MS },
      );
      if (answer.status === 'answered') return tell({ type: 'done', report: answer.result });
      const reason = answer.status === 'failed' ? `: ${answer.reason}` : ' in time';
      tell({
        type: 'unanswered',
        detail: `model-proxy has not answered${reason}. Check that it runs.`,
      });
    } catch (err) {
      // The status line is sent: what fails from here on is a line, too.
      this.logger.warn({ err }, 'a probe could not be asked for');
      tell({ type: 'unanswered', detail: 'The queue could not be reached. Try again.' });
    } finally {
      left.removeEventListener('abort', stop);
      await leave().catch(() => undefined);
    }
  }
}
