import { completionId } from '@koi/contracts';
import type { ChatCompletion, FinishReason, OpenAiUsage } from '@koi/contracts';

/** What every part of one completion says about it. */
export interface CompletionHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly koi: ChatCompletion['koi'];
}

/** An answer as it ended, in the order of the choices. */
export interface EndedAnswer {
  readonly text: string;
  readonly finishReason: FinishReason | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

export function completionHead(
  turn: {
    readonly id: string;
    readonly conversationId: string;
    readonly createdAt: Date;
    readonly candidates: readonly { readonly id: string }[];
  },
  model: string,
): CompletionHead {
  return {
    id: completionId(turn.id),
    created: Math.floor(turn.createdAt.getTime() / 1_000),
    model,
    koi: {
      conversation_id: turn.conversationId,
      turn_id: turn.id,
      candidate_ids: turn.candidates.map(({ id }) => id),
    },
  };
}

/** OpenAI knows three ends of a text; an answer that was stopped is one that ended there. */
export function toFinishReason(
  reason: FinishReason | null,
): ChatCompletion['choices'][number]['finish_reason'] {
  return reason === 'length' || reason === 'content_filter' ? reason : 'stop';
}

/** The prompt counts once, as OpenAI counts it; of different models' counts the largest. */
export function usageOf(answers: readonly EndedAnswer[]): OpenAiUsage {
  const prompt = Math.max(0, ...answers.map(({ promptTokens }) => promptTokens ?? 0));
  const written = answers.reduce((sum, { completionTokens }) => sum + (completionTokens ?? 0), 0);
  return {
    prompt_tokens: prompt,
    completion_tokens: written,
    total_tokens: prompt + written,
  };
}

export function toChatCompletion(
  head: CompletionHead,
  answers: readonly EndedAnswer[],
): ChatCompletion {
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: answers.map(({ text, finishReason }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: null,
      finish_reason: toFinishReason(finishReason),
    })),
    usage: usageOf(answers),
    koi: head.koi,
  };
}
