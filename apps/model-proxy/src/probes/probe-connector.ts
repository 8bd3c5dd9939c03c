import type {
  ModelConfig,
  ProbedConversation,
  ProbeFailure,
  ProbeProgress,
  ProbeReport,
} from '@koi/contracts';
import type { Connector } from '../connectors/connector.js';
import { UpstreamFailure } from '../connectors/upstream-failure.js';

/** Enough to see that a model speaks; then it is not paid for any longer. */
const PIECES = 5;
const QUESTION = 'Say hello and tell me in one short sentence who you are.';
const NAMES_SHOWN = 500;
/** A list takes a second or two; a server without one should not hold up the answer. */
const LIST_TIMEOUT_MS = 10_000;

export type Tell = (progress: ProbeProgress) => void;

interface Probing {
  readonly connector: Connector;
  readonly listModels: ((signal: AbortSignal) => Promise<string[]>) | undefined;
  readonly config: ModelConfig;
  /** What is asked, and answered whole; without it the model is asked for its list and a few words. */
  readonly conversation?: ProbedConversation | undefined;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

/** Lists unless a conversation is to be answered, then asks. Never throws what the upstream did; a list that fails does not keep the model from being asked. */
export async function probeConnector(
  probing: Probing,
): Promise<Pick<ProbeReport, 'models' | 'answer'>> {
  if (probing.conversation) {
    probing.tell({ type: 'asking' });
    return { models: { status: 'unsupported' }, answer: await ask(probing) };
  }
  probing.tell({ type: 'listing' });
  const models = await list(probing);
  probing.tell({ type: 'models', models });
  probing.tell({ type: 'asking' });
  return { models, answer: await ask(probing) };
}

async function list({ listModels, config, signal }: Probing): Promise<ProbeReport['models']> {
  if (!listModels) return { status: 'unsupported' };
  const timeout = AbortSignal.timeout(LIST_TIMEOUT_MS);
  try {
    const names = await listModels(AbortSignal.any([signal, timeout]));
    return {
      status: 'listed',
      names: names.slice(0, NAMES_SHOWN),
      total: names.length,
      hasModel: 'model' in config ? hasModel(names, config.model) : null,
    };
  } catch (error) {
    if (error instanceof UpstreamFailure) return { status: 'failed', failure: failureOf(error) };
    if (!timeout.aborted && !signal.aborted) throw error;
    const detail = timeout.aborted
      ? `The list of models did not come within ${LIST_TIMEOUT_MS / 1_000} s.`
      : 'Stopped.';
    return { status: 'failed', failure: { kind: 'stalled', detail } };
  }
}

async function ask(probing: Probing): Promise<ProbeReport['answer']> {
  const { connector, config, conversation, signal, tell } = probing;
  const startedAt = performance.now();
  const since = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  let text = '';
  let pieces = 0;
  let ttftMs = 0;
  try {
    const events = connector.stream({
      messages: conversation?.messages ?? [{ role: 'user', content: QUESTION }],
      parameters: { ...config.parameters, ...conversation?.parameters },
      signal,
    });
    for await (const event of events) {
      if (event.type !== 'text') continue;
      if (pieces === 0) ttftMs = since();
      pieces += 1;
      text += event.text;
      tell({ type: 'text', text: event.text });
      // Leaving the loop closes the connection to the upstream.
      if (!conversation && pieces >= PIECES) break;
    }
  } catch (error) {
    if (signal.aborted) return { status: 'stopped', text };
    if (!(error instanceof UpstreamFailure)) throw error;
    return { status: 'failed', text, failure: failureOf(error) };
  }
  if (pieces > 0) return { status: 'answered', text, pieces, ttftMs, durationMs: since() };
  const detail = 'The model ended its answer without a word. Look at its parameters and extraBody.';
  return { status: 'failed', text, failure: { kind: 'bad_response', detail } };
}

/** Ollama adds `:latest` to a name without a tag; Google writes `models/` before each. */
function hasModel(names: readonly string[], model: string): boolean {
  const wanted = model.replace(/^models\//, '');
  return names.includes(wanted) || names.includes(`${wanted}:latest`);
}

const failureOf = ({ kind, message, answer }: UpstreamFailure): ProbeFailure => ({
  kind,
  detail: message,
  ...(answer ? { answer } : {}),
});
