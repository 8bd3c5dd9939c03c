import { isSealed, type SecretKeys } from '@koi/config';
import { PROBE_TIMEOUT_MS, probesQueue, type FailureKind, type ProbeReport } from '@koi/contracts';
import { ModelEntity, newId } from '@koi/database';
import { createLogger } from '@koi/observability';
import { createRelay, Requester, type QueueBackend } from '@koi/queues';
import type { DataSource } from 'typeorm';
import { fail, ok, warn, type Finding } from './finding.js';

/** What helps against each kind of failure. */
const REMEDIES: Readonly<Record<FailureKind, string>> = {
  misconfigured: 'Mend the setting it names; docs/models.md and docs/operating.md.',
  unreachable: 'Check its address, and that its server runs and can be reached from model-proxy.',
  refused_key: 'Give it a key that is valid, of an account that is not empty.',
  not_found: 'Check the name of the model, and the address up to its version.',
  rate_limited: 'Wait, or raise the limit at the provider.',
  server_error: 'Look at the provider’s status page or the server’s log.',
  bad_response: 'Check the address: something else than a model may be there.',
  stalled: 'Check that the server is not overloaded; a local model may still be loading.',
  rejected: 'Look at its parameters and extraBody: the provider refuses one.',
};

/** Whether the keys that were typed into the dashboard can be opened. */
export function checkTypedKeys(models: readonly ModelEntity[], keys: SecretKeys): Finding[] {
  const typed = models.filter(
    ({ secretReference }) => secretReference && isSealed(secretReference),
  );
  if (typed.length === 0) {
    return keys.canSeal
      ? [ok('KOI_SECRET_KEY', 'is set')]
      : [
          warn(
            'KOI_SECRET_KEY',
            'is not set: no key can be typed into the dashboard',
            'Set it to what "openssl rand -hex 32" prints.',
          ),
        ];
  }
  const lost = typed.filter((model) => keys.standingOf(model.secretReference ?? '') === 'unknown');
  if (lost.length === 0)
    return [ok('KOI_SECRET_KEY', `opens the ${typed.length} keys that were typed in`)];
  return [
    fail(
      'KOI_SECRET_KEY',
      `does not open the keys of ${lost.map(({ name }) => name).join(', ')}`,
      'Put the key they were sealed with behind a comma, or type them again.',
    ),
  ];
}

/** Every model that is switched on, in the order of their names. */
export async function storedModels(dataSource: DataSource): Promise<ModelEntity[]> {
  return dataSource.manager.find(ModelEntity, { where: { enabled: true }, order: { name: 'ASC' } });
}

/** Tries each model, all at once; model-proxy does the asking. */
export async function probeModels(
  models: readonly ModelEntity[],
  backend: QueueBackend,
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<Finding[]> {
  const logger = createLogger({ service: 'koi-cli', level: 'silent' });
  const relay = createRelay(backend, logger);
  const probes = new Requester(probesQueue, backend, relay);
  try {
    return await Promise.all(
      models.map(async ({ id, name }) => {
        const probeId = newId();
        const expiresAt = new Date(Date.now() + timeoutMs).toISOString();
        const answer = await probes.request(
          { probeId, expiresAt, model: { kind: 'saved', modelId: id } },
          { timeoutMs },
        );
        if (answer.status === 'answered') return findingOf(name, answer.result);
        return fail(
          `model ${name}`,
          answer.status === 'failed' ? answer.reason : 'no model-proxy has tried it',
          'Check that model-proxy runs, and look into its log.',
        );
      }),
    );
  } finally {
    await probes.close();
    await relay.close();
  }
}

function findingOf(name: string, { models, answer }: ProbeReport): Finding {
  const subject = `model ${name}`;
  if (answer.status === 'stopped') return warn(subject, 'the try was stopped', 'Run it again.');
  if (answer.status === 'failed')
    return fail(subject, answer.failure.detail, REMEDIES[answer.failure.kind]);
  const said = `answers; first words after ${Math.round(answer.ttftMs)} ms`;
  if (models.status === 'listed' && models.hasModel === false)
    return warn(
      subject,
      `${said}, but its server does not list it`,
      `It lists: ${models.names.slice(0, 8).join(', ')}${models.total > 8 ? ' and more' : ''}.`,
    );
  return ok(subject, said);
}
