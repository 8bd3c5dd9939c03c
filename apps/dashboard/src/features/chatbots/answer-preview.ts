import type { PreviewOrder } from '@koi/contracts/events';
import type { ModelRecord } from '@koi/contracts/http';
import type { ChatMessage } from '@koi/contracts/terms';
import type { GenerationParameters } from '@koi/contracts/koi-yaml';
import { toProblem } from '@koi/sdk/client';
import type { probeEvents } from '../models/index.js';

interface PreviewAnswer {
  readonly candidateId: string;
  /** The model that was drawn, then those that answer where one fails before its first word. */
  readonly models: readonly Pick<ModelRecord, 'id' | 'label'>[];
  readonly messages: ChatMessage[];
  readonly parameters: GenerationParameters;
}

interface Ending {
  readonly state: 'completed' | 'stopped' | 'failed';
  readonly detail?: string;
  /** The model failed before its first word, so that another may be asked. */
  readonly mayFallBack?: boolean;
}

/** Has a model write one answer of a preview, by a try of it: nothing is stored, nothing counted. Never throws. */
export async function answerPreview(
  { candidateId, models, messages, parameters }: PreviewAnswer,
  probe: typeof probeEvents,
  signal: AbortSignal,
  tell: (order: PreviewOrder) => void,
): Promise<void> {
  let ending: Ending = { state: 'failed' };
  for (const { id, label } of models) {
    tell({ type: 'model', candidateId, model: label });
    const events = probe({ modelId: id, conversation: { messages, parameters } }, signal);
    ending = await write(events, signal, (text) => tell({ type: 'text', candidateId, text }));
    if (!ending.mayFallBack) break;
  }
  const { state, detail } = ending;
  tell({ type: 'ended', candidateId, state, ...(detail === undefined ? {} : { detail }) });
}

/** Passes on what one model writes; says how it ended. */
async function write(
  events: ReturnType<typeof probeEvents>,
  signal: AbortSignal,
  show: (text: string) => void,
): Promise<Ending> {
  let text = '';
  try {
    for await (const event of events) {
      if (event.type === 'text') {
        text += event.text;
        show(text);
      }
      if (event.type === 'unanswered') return { state: 'failed', detail: event.detail };
      if (event.type !== 'done') continue;
      const { answer } = event.report;
      show(answer.text);
      if (answer.status === 'failed')
        return {
          state: 'failed',
          detail: answer.failure.detail,
          mayFallBack: answer.text === '',
        };
      return { state: answer.status === 'answered' ? 'completed' : 'stopped' };
    }
    return { state: 'failed', detail: 'The answer broke off.' };
  } catch (error) {
    if (signal.aborted) return { state: 'stopped' };
    return { state: 'failed', detail: toProblem(error).detail };
  }
}
