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

/** Somebody waits at the screen; a local model may still have to be loaded. */
const PROBE_MS = { firstTokenMs: 30_000, betweenTokensMs: 10_000, totalMs: 40_000 };

/** The same for a model that is only tried: asked once, and given up sooner. */
export function probePolicyOf(...given: Parameters<typeof policyOf>): Policy {
  const { model, timeouts } = policyOf(...given);
  return {
    model,
    timeouts: {
      firstTokenMs: Math.min(timeouts.firstTokenMs, PROBE_MS.firstTokenMs),
      betweenTokensMs: Math.min(timeouts.betweenTokensMs, PROBE_MS.betweenTokensMs),
      totalMs: Math.min(timeouts.totalMs, PROBE_MS.totalMs),
    },
    retries: { attempts: 1, maxWaitMs: 0 },
  };
}
