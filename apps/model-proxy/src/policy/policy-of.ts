import { modelRetries, modelTimeouts, type ModelConfig } from '@koi/contracts';
import type { Policy } from './policed-connector.js';

/** What a model's settings say about patience, in milliseconds, with the defaults filled in. */
export function policyOf(model: string, config: Pick<ModelConfig, 'timeouts' | 'retries'>): Policy {
  const timeouts = modelTimeouts.parse(config.timeouts ?? {});
  const { attempts, maxWaitSeconds } = modelRetries.parse(config.retries ?? {});
  return {
    model,
    timeouts: {
      firstTokenMs: timeouts.firstTokenSeconds * 1_000,
      betweenTokensMs: timeouts.betweenTokensSeconds * 1_000,
      totalMs: timeouts.totalSeconds * 1_000,
    },
    retries: { attempts, maxWaitMs: maxWaitSeconds * 1_000 },
  };
}
