import type { PreviewOrder } from '@koi/contracts/events';
import type { ChatMessage } from '@koi/contracts/terms';
import type { GenerationParameters } from '@koi/contracts/koi-yaml';
import { toProblem } from '@koi/sdk/client';
import { probeEvents } from '../models/index.js';

interface PreviewAnswer {
  readonly candidateId: string;
  readonly modelId: string;
  readonly messages: ChatMessage[];
  readonly parameters: GenerationParameters;
}

/** Has a model write one answer of a preview, by a try of it: nothing is stored, nothing counted. Never throws. */
export async function answerPreview(
  { candidateId, modelId, messages, parameters }: PreviewAnswer,
  signal: AbortSignal,
  tell: (order: PreviewOrder) => void,
): Promise<void> {
  const end = (state: 'completed' | 'stopped' | 'failed', detail?: string): void =>
    tell({ type: 'ended', candidateId, state, ...(detail === undefined ? {} : { detail }) });
  let text = '';
  try {
    const body = { modelId, conversation: { messages, parameters } };
    for await (const event of probeEvents(body, signal)) {
      if (event.type === 'text') {
        text += event.text;
        tell({ type: 'text', candidateId, text });
      }
      if (event.type === 'unanswered') return end('failed', event.detail);
      if (event.type !== 'done') continue;
      const { answer } = event.report;
      tell({ type: 'text', candidateId, text: answer.text });
      if (answer.status === 'answered') return end('completed');
      return answer.status === 'stopped' ? end('stopped') : end('failed', answer.failure.detail);
    }
    end('failed', 'The answer broke off.');
  } catch (error) {
    if (signal.aborted) return end('stopped');
    end('failed', toProblem(error).detail);
  }
}
